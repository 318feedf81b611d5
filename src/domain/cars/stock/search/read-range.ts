import { kilometresOf, MOST_MILLIONS, type NumberKind, type Sum } from "./read-sum.ts";
import type { Range } from "./understood.ts";

/** Bare numbers from here on, two together, are millions. */
const LEAST_OF_TWO = 60;

/** The value of a sum beside one of a known kind, whose unit it shares; null when it is another's. */
function alike({ kind, value }: Sum, other: Sum): number | null {
  if (kind === other.kind) return value;
  if (kind !== null) return null;
  if (other.kind === "mileage") return kilometresOf(value);
  if (other.kind === "year") return value < 100 ? 2000 + value : null;
  if (value > MOST_MILLIONS) return null;
  return value * (other.value >= 1e9 && value < 100 ? 1e9 : 1e6);
}

/** The range between two sums, of which one may tell the unit of both; null when they are of two kinds. */
export function rangeBetween(one: Sum, other: Sum): { kind: NumberKind; range: Range } | null {
  const isMillions =
    !one.kind && !other.kind && [one, other].every(({ value }) => value >= LEAST_OF_TWO);
  const last: Sum = isMillions ? { ...other, kind: "price", value: other.value * 1e6 } : other;
  const kind = last.kind ?? one.kind;
  const low = last.kind ? alike(one, last) : one.value;
  const high = last.kind ? last.value : alike(other, one);
  if (!kind || low === null || high === null) return null;
  return { kind, range: { min: Math.min(low, high), max: Math.max(low, high) } };
}

/** Of a price that is told without a bound: a share on both sides. */
const ABOUT = 0.1;

/** The prices that a sum without a bound means: "200 jutaan" begins with a 2. */
export function pricesAbout({ value, isRound }: Pick<Sum, "value" | "isRound">): Range {
  const step = value >= 1e9 ? 1e9 : 1e8;
  return isRound && value % step === 0
    ? { min: value * 0.95, max: value + step - 1 }
    : { min: value * (1 - ABOUT), max: value * (1 + ABOUT) };
}
