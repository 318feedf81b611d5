import { latestYear } from "../../vocabulary.ts";
import type { Range } from "./understood.ts";

const MILLION = /^(jt|jta|juta|jutaan|jtan|jeti|million)$/;
const BILLION = /^(m|mlr|miliar|milyar|miliaran|milyaran)$/;
const THOUSAND = /^(rb|ribu|ribuan|rban|k)$/;
const KILOMETRES = /^(km|kms|kilometer|kilometers|kilo|odo|odometer|mileage|mil)$/;
/** After these a number is of something else. */
const OTHERS =
  /^(cc|seater|seat|seats|kursi|penumpang|pintu|door|doors|inch|persen|tangan|baris|orang|wd)$/;
const AT_MOST =
  /^(dibawah|bawah|max|maks|maksimal|maximal|maximum|sampai|sampe|hingga|sd|under|below|kurangdari|kurang|budget|bajet|budjet|dana|modal|before|sebelum|mentok|until|upto)$/;
const AT_LEAST =
  /^(diatas|atas|min|minimal|minimum|mulai|dari|dr|over|from|lebihdari|lebih|after|since|sejak|setelah|start|antara|between)$/;
const STRICT =
  /^(dibawah|bawah|diatas|atas|under|over|below|kurangdari|lebihdari|before|sebelum|after|setelah)$/;
const NEAR = /^(sekitar|sekitaran|kisaran|kira|around|about|circa|range|an)$/;
const UPWARDS = /^(keatas|up|plus|onwards|onward|newer|above|keats|ketas)$/;
const DOWNWARDS = /^(kebawah|down|older|kebwh)$/;
const TO = /^(sampai|sampe|hingga|sd|to|dan|and|until)$/;
const YEAR = /^(tahun|thn|th|year|keluaran|buatan|produksi)$/;
const PRICE = /^(harga|hrg|budget|bajet|budjet|dana|modal|price|rp)$/;

/** A word that speaks of a number beside it. */
export const isAboutNumbers = (word: string): boolean =>
  [MILLION, BILLION, THOUSAND, KILOMETRES, OTHERS, AT_MOST, AT_LEAST, NEAR, UPWARDS].some((kind) =>
    kind.test(word),
  ) || [DOWNWARDS, TO, YEAR, PRICE].some((kind) => kind.test(word));

type Kind = "year" | "price" | "mileage";

interface Sum {
  kind: Kind | null;
  value: number;
  /** The word after it and its unit. */
  end: number;
  isRound: boolean;
}

export interface Numbers {
  year?: Range;
  price?: Range;
  mileage?: Range;
}

/** Of a price that is told without a bound: a share on both sides. */
const ABOUT = 0.1;
const FIRST_YEAR = 1980;
/** Bare numbers between these are millions where a price is spoken of. */
const MILLIONS_FROM = 20;
const MILLIONS_TO = 1_950;
const LEAST_PRICE = 10_000_000;

const isNumber = (word: string | undefined) => word !== undefined && /^\d+(\.\d+)?$/.test(word);

/** The number at a word, as far as it and its unit tell its kind. */
function sumAt(words: string[], at: number, kind: Kind | null): Sum | null {
  const word = words[at];
  if (word === undefined || !isNumber(word)) return null;
  const number = Number(word);
  const unit = words[at + 1] ?? "";
  const of = (found: Kind | null, value: number, end: number, isRound = false): Sum => ({
    ...{ kind: found, value, end, isRound },
  });
  if (MILLION.test(unit)) return of("price", number * 1e6, at + 2, /an$/.test(unit));
  if (BILLION.test(unit) && number < 100)
    return of("price", number * 1e9, at + 2, /an$/.test(unit));
  if (THOUSAND.test(unit)) {
    const end = KILOMETRES.test(words[at + 2] ?? "") ? at + 3 : at + 2;
    return of("mileage", number * 1e3, end);
  }
  if (KILOMETRES.test(unit)) return of("mileage", number < 1_000 ? number * 1e3 : number, at + 2);
  if (OTHERS.test(unit)) return null;
  if (number >= LEAST_PRICE) return of("price", number, at + 1);
  if (kind === "mileage") return of(kind, number < 1_000 ? number * 1e3 : number, at + 1);
  const isYear = /^\d{4}$/.test(word) && number >= FIRST_YEAR && number <= latestYear();
  if (isYear && kind !== "price") return of("year", number, at + 1);
  const isShort = /^\d\d$/.test(word) && number <= latestYear() % 100;
  if (kind === "year" && isShort) return of("year", 2000 + number, at + 1);
  if (number >= MILLIONS_FROM && number <= MILLIONS_TO && kind === "price") {
    return of("price", number * 1e6, at + 1);
  }
  return of(null, number, at + 1);
}

/** A sum of no kind, beside one that has it. */
function alike({ kind, value }: Sum, other: Sum): number | null {
  if (kind === other.kind) return value;
  if (kind !== null) return null;
  if (other.kind === "price")
    return value < MILLIONS_TO ? value * (other.value >= 1e9 && value < 100 ? 1e9 : 1e6) : null;
  if (other.kind === "mileage") return value < 1_000 ? value * 1e3 : value;
  return value < 100 ? 2000 + value : null;
}

function roundedRange(value: number): Range {
  const step = value >= 1e9 ? 1e9 : 1e8;
  return value % step === 0
    ? { min: value * 0.95, max: value + step - 1 }
    : { min: value * (1 - ABOUT), max: value * (1 + ABOUT) };
}

/**
 * Reads the bounds on year, price (whole rupiah) and mileage (km) that words tell.
 * @param isTaken words that mean something else.
 * @returns them, and which words tell them.
 */
export function readNumbers(
  words: string[],
  isTaken: (at: number) => boolean,
): { numbers: Numbers; read: Set<number> } {
  const numbers: Numbers = {};
  const read = new Set<number>();
  const note = (kind: Kind, { min, max }: Range, from: number, to: number) => {
    const range: Range = numbers[kind] ?? {};
    if (min !== undefined) range.min = Math.round(min);
    if (max !== undefined) range.max = Math.round(max);
    numbers[kind] = range;
    for (let at = from; at < to; at += 1) read.add(at);
  };
  for (let at = 0; at < words.length; at += 1) {
    if (isTaken(at) || !isNumber(words[at])) continue;
    // What stands before it: its kind, and what bounds it.
    let from = at;
    let kind: Kind | null = null;
    let before = "";
    while (from > 0 && at - from < 4 && !isTaken(from - 1) && !read.has(from - 1)) {
      const word = words[from - 1] ?? "";
      if (KILOMETRES.test(word)) kind ??= "mileage";
      else if (YEAR.test(word)) kind ??= "year";
      if (PRICE.test(word)) kind ??= "price";
      const isBound = AT_MOST.test(word) || AT_LEAST.test(word) || NEAR.test(word);
      if (isBound && (!before || PRICE.test(before))) before = word;
      if (!isBound && !PRICE.test(word) && !KILOMETRES.test(word) && !YEAR.test(word)) break;
      from -= 1;
    }
    const one = sumAt(words, at, kind);
    if (!one) continue;
    const between = TO.test(words[one.end] ?? "") && !isTaken(one.end + 1);
    const isBetween =
      between && (!/^(dan|and)$/.test(words[one.end] ?? "") || /^(antara|between)$/.test(before));
    const skipped = YEAR.test(words[one.end + 1] ?? "") ? one.end + 2 : one.end + 1;
    const other = isBetween ? sumAt(words, skipped, one.kind ?? kind) : null;
    if (other) {
      // "150 - 200": two bare numbers of three digits are millions.
      const isMillions =
        !other.kind &&
        !one.kind &&
        one.value >= 60 &&
        other.value >= 60 &&
        other.value < MILLIONS_TO;
      const known = isMillions
        ? { ...other, kind: "price" as const, value: other.value * 1e6 }
        : other;
      const first = known.kind ? alike(one, known) : null;
      const last = known.kind ? known.value : one.kind ? alike(other, one) : null;
      const found = known.kind ?? one.kind;
      if (found && (first ?? one.value) !== null && last !== null) {
        const low = first ?? one.value;
        note(found, { min: Math.min(low, last), max: Math.max(low, last) }, from, known.end);
        at = known.end - 1;
        continue;
      }
    }
    let { kind: found, value } = one;
    const after = words[one.end] ?? "";
    const isBounded =
      AT_MOST.test(before) || AT_LEAST.test(before) || UPWARDS.test(after) || DOWNWARDS.test(after);
    if (
      !found &&
      (isBounded || NEAR.test(before)) &&
      value >= MILLIONS_FROM * 2 &&
      value < MILLIONS_TO
    ) {
      [found, value] = ["price", value * 1e6];
    }
    // "'19", "brio 19": two digits by themselves are a year.
    if (!found && /^[012]\d$/.test(words[at] ?? "") && value >= 5 && value <= latestYear() % 100) {
      [found, value] = ["year", 2000 + value];
    }
    if (!found) continue;
    const slip = found === "year" && STRICT.test(before) ? 1 : 0;
    if (UPWARDS.test(after)) note(found, { min: value }, from, one.end + 1);
    else if (DOWNWARDS.test(after)) note(found, { max: value }, from, one.end + 1);
    else if (AT_MOST.test(before)) note(found, { max: value - slip }, from, one.end);
    else if (AT_LEAST.test(before) && !/^(dari|dr|from)$/.test(found === "price" ? before : "")) {
      note(found, { min: value + slip }, from, one.end);
    } else if (found === "mileage") note(found, { max: value }, from, one.end);
    else if (found === "year") {
      const about = NEAR.test(before) ? 1 : 0;
      const known = numbers.year;
      // "2015 2016" and "2015 atau 2017": either.
      const isMore = known?.min !== undefined && known.max !== undefined;
      const [min, max] = isMore
        ? [Math.min(known.min ?? value, value), Math.max(known.max ?? value, value)]
        : [value - about, value + about];
      note(found, { min, max }, from, one.end);
    } else if (one.isRound) note(found, roundedRange(value), from, one.end);
    else note(found, { min: value * (1 - ABOUT), max: value * (1 + ABOUT) }, from, one.end);
    at = Math.max(at, one.end - 1);
  }
  return { numbers, read };
}
