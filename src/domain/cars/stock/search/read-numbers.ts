import { latestYear } from "../../vocabulary.ts";
import * as says from "./number-words.ts";
import { pricesAbout, rangeBetween } from "./read-range.ts";
import { isNumber, MOST_MILLIONS, type NumberKind, readSum, type Sum } from "./read-sum.ts";
import type { Range } from "./understood.ts";

/** Bounds on year, price in whole rupiah and mileage in kilometres. */
export type Numbers = Partial<Record<NumberKind, Range>>;

/** Words before a number that may be about it. */
const MOST_BEFORE = 4;
/** A bare number with a bound is millions from here on. */
const LEAST_BOUND = 40;

interface Before {
  /** The first word that is about the number. */
  from: number;
  kind: NumberKind | null;
  /** The word that bounds it, or "". */
  bound: string;
}

/** What the words before a number tell of it. */
function lookBack(words: string[], at: number, isFree: (at: number) => boolean): Before {
  let [from, bound] = [at, ""];
  let kind: NumberKind | null = null;
  while (from > 0 && at - from < MOST_BEFORE && isFree(from - 1)) {
    const word = words[from - 1] ?? "";
    const isPrice = says.PRICE.test(word);
    const isBound = [says.AT_MOST, says.AT_LEAST, says.NEAR].some((kinds) => kinds.test(word));
    const own = says.KILOMETRES.test(word) ? "mileage" : says.YEAR.test(word) ? "year" : null;
    if (!isBound && !isPrice && !own) break;
    kind ??= own ?? (isPrice ? "price" : null);
    if (isBound && (!bound || says.PRICE.test(bound))) bound = word;
    from -= 1;
  }
  return { from, kind, bound };
}

/** The other end of a range that begins with a sum. */
function otherEnd(words: string[], one: Sum, { bound, kind }: Before): Sum | null {
  const link = words[one.end] ?? "";
  if (!says.TO.test(link) || (says.AND.test(link) && !says.BETWEEN.test(bound))) return null;
  const at = says.YEAR.test(words[one.end + 1] ?? "") ? one.end + 2 : one.end + 1;
  return readSum(words, at, one.kind ?? kind);
}

/** A sum of no kind by what stands around it: a bounded one is millions, one of two digits a year. */
function settled(sum: Sum, isBounded: boolean): { kind: NumberKind; value: number } | null {
  const { kind, value } = sum;
  if (kind) return { kind, value };
  if (isBounded && value >= LEAST_BOUND && value <= MOST_MILLIONS) {
    return { kind: "price", value: value * 1e6 };
  }
  const isShortYear = Number.isInteger(value) && value >= 10 && value <= latestYear() % 100;
  return isShortYear ? { kind: "year", value: 2000 + value } : null;
}

/** The bounds that a sum tells by the words before and behind it. */
function boundsOf(sum: Sum, kind: NumberKind, value: number, bound: string, behind: string): Range {
  const slip = kind === "year" && says.STRICT.test(bound) ? 1 : 0;
  if (says.UPWARDS.test(behind)) return { min: value };
  if (says.DOWNWARDS.test(behind)) return { max: value };
  if (says.AT_MOST.test(bound)) return { max: value - slip };
  if (says.AT_LEAST.test(bound) && !(kind === "price" && says.FROM.test(bound))) {
    return { min: value + slip };
  }
  if (kind === "mileage") return { max: value };
  if (kind === "price") return pricesAbout({ value, isRound: sum.isRound });
  const about = says.NEAR.test(bound) ? 1 : 0;
  return { min: value - about, max: value + about };
}

/** Bounds together with those told before; of several years any will do. */
function joined(kind: NumberKind, before: Range, { min, max }: Range): Range {
  if (kind !== "year" || before.min === undefined || before.max === undefined) {
    return { ...before, ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  }
  return {
    min: Math.min(before.min, min ?? before.min),
    max: Math.max(before.max, max ?? before.max),
  };
}

/**
 * Reads the bounds on year, price and mileage that words tell.
 * @param isTaken words that mean something else.
 * @returns them, and the places of the words that tell them.
 */
export function readNumbers(
  words: string[],
  isTaken: (at: number) => boolean,
): { numbers: Numbers; read: Set<number> } {
  const numbers: Numbers = {};
  const read = new Set<number>();
  const isFree = (at: number) => !isTaken(at) && !read.has(at);
  const note = (kind: NumberKind, range: Range, from: number, to: number) => {
    const whole = joined(kind, numbers[kind] ?? {}, range);
    numbers[kind] = {
      ...(whole.min !== undefined && { min: Math.round(whole.min) }),
      ...(whole.max !== undefined && { max: Math.round(whole.max) }),
    };
    for (let at = from; at < to; at += 1) read.add(at);
  };
  for (let at = 0; at < words.length; at += 1) {
    if (!isNumber(words[at]) || !isFree(at)) continue;
    const before = lookBack(words, at, isFree);
    const one = readSum(words, at, before.kind);
    if (!one) continue;
    const other = isFree(one.end + 1) ? otherEnd(words, one, before) : null;
    const between = other && rangeBetween(one, other);
    if (other && between) {
      note(between.kind, between.range, before.from, other.end);
      continue;
    }
    const behind = words[one.end] ?? "";
    const isBounded =
      before.bound !== "" || says.UPWARDS.test(behind) || says.DOWNWARDS.test(behind);
    const sum = settled(one, isBounded);
    if (!sum) continue;
    const isEnded = says.UPWARDS.test(behind) || says.DOWNWARDS.test(behind);
    const range = boundsOf(one, sum.kind, sum.value, before.bound, behind);
    note(sum.kind, range, before.from, isEnded ? one.end + 1 : one.end);
  }
  return { numbers, read };
}
