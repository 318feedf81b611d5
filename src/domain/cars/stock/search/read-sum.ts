import { latestYear } from "../../vocabulary.ts";
import { BILLION, KILOMETRES, MILLION, OTHERS, THOUSAND } from "./number-words.ts";

export type NumberKind = "year" | "price" | "mileage";

export interface Sum {
  /** Null where only its neighbours can tell. */
  kind: NumberKind | null;
  /** A year, whole rupiah or kilometres; the bare number where the kind is not known. */
  value: number;
  /** The place of the first word behind it and its unit. */
  end: number;
  /** Said in round numbers: "200 jutaan". */
  isRound: boolean;
}

const FIRST_YEAR = 1980;
/** Rupiah: bare numbers from here on are prices. */
const LEAST_PRICE = 10_000_000;
/** Bare numbers between these are millions where a price is spoken of. */
const LEAST_MILLIONS = 20;
export const MOST_MILLIONS = 1_950;
/** A bare number of kilometres below it is of thousands. */
const LEAST_KILOMETRES = 1_000;

export const isNumber = (word: string | undefined): word is string =>
  word !== undefined && /^\d+(\.\d+)?$/.test(word);

export const kilometresOf = (value: number): number =>
  value < LEAST_KILOMETRES ? value * 1e3 : value;

const isRounded = (unit: string) => /an$/.test(unit);

/**
 * The number at a word, as far as it and its unit tell what it is.
 * @param kind what the words before it tell, or null.
 * @returns null where there is none, or one of something else.
 */
export function readSum(words: string[], at: number, kind: NumberKind | null): Sum | null {
  const word = words[at];
  if (!isNumber(word)) return null;
  const number = Number(word);
  const unit = words[at + 1] ?? "";
  const sum = (found: Sum["kind"], value: number, end: number): Sum => ({
    ...{ kind: found, value, end },
    isRound: found === "price" && end > at + 1 && isRounded(unit),
  });
  if (MILLION.test(unit)) return sum("price", number * 1e6, at + 2);
  if (BILLION.test(unit) && number < 100) return sum("price", number * 1e9, at + 2);
  if (THOUSAND.test(unit)) {
    return sum("mileage", number * 1e3, KILOMETRES.test(words[at + 2] ?? "") ? at + 3 : at + 2);
  }
  if (KILOMETRES.test(unit)) return sum("mileage", kilometresOf(number), at + 2);
  if (OTHERS.test(unit)) return null;
  if (number >= LEAST_PRICE) return sum("price", number, at + 1);
  if (kind === "mileage") return sum(kind, kilometresOf(number), at + 1);
  const isYear = /^\d{4}$/.test(word) && number >= FIRST_YEAR && number <= latestYear();
  if (isYear && kind !== "price") return sum("year", number, at + 1);
  const isShort = /^\d\d$/.test(word) && number <= latestYear() % 100;
  if (kind === "year" && isShort) return sum("year", 2000 + number, at + 1);
  const isMillions = number >= LEAST_MILLIONS && number <= MOST_MILLIONS;
  return kind === "price" && isMillions
    ? sum("price", number * 1e6, at + 1)
    : sum(null, number, at + 1);
}
