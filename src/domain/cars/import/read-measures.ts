import { EARLIEST_YEAR, HIGHEST_ENGINE_CC, HIGHEST_MILEAGE_KM, latestYear } from "../vocabulary.ts";
import { readQuantity } from "./read-quantity.ts";
import { Misread, type ReadingContext } from "./reading-context.ts";

const KM_PER_MILE = 1.609344;
const MILEAGE_UNITS: Record<string, number> = {
  km: 1,
  kms: 1,
  kilometer: 1,
  kilometers: 1,
  rb: 1_000,
  ribu: 1_000,
  k: 1_000,
  mi: KM_PER_MILE,
  mile: KM_PER_MILE,
  miles: KM_PER_MILE,
};

/** Whole kilometres; miles are converted when the value names them. 0 is a new car. */
export function readMileage(text: string): number | Misread {
  const unreadable = new Misread("is not a whole number of kilometres, such as 45000 or 45.000 km");
  const quantity = readQuantity(text);
  if (!quantity || !["", "km", "km."].includes(quantity.prefix.toLowerCase())) return unreadable;
  const factors = quantity.suffixes.map((word) => MILEAGE_UNITS[word.replace(/\.$/, "")]);
  if (!factors.every((factor) => factor !== undefined)) return unreadable;
  const factor = factors.reduce((product, each) => product * each, 1);
  const inMiles = factors.includes(KM_PER_MILE);
  const readings = factor === 1 ? quantity.readings.slice(0, 1) : quantity.readings;
  const values = readings
    .map((value) => (inMiles ? Math.round(value * factor) : value * factor))
    .filter((value) => value <= HIGHEST_MILEAGE_KM);
  const value = values[0];
  if (value === undefined) return new Misread(`is more than ${HIGHEST_MILEAGE_KM} km`);
  if (values.length > 1 && !inMiles) {
    return new Misread(`may mean ${value} or ${values[1]} km; write the whole number`);
  }
  return Number.isInteger(value) ? value : unreadable;
}

/** Below it a value is in litres. */
const MOST_LITRES = 20;
/** Cubic centimetres of the smallest engine; between the two a value means neither. */
export const SMALLEST_ENGINE_CC = 100;
const ENGINE_UNITS = new Set(["cc", "l", "liter", "litre", "litres", "ltr"]);

/** Cubic centimetres, from cc or litres; null for 0, which means unknown. */
export function readEngine(text: string): number | null | Misread {
  const unreadable = new Misread("is neither litres, such as 1.5, nor cc, such as 1498");
  const quantity = readQuantity(text);
  if (!quantity || quantity.prefix || !quantity.suffixes.every((word) => ENGINE_UNITS.has(word))) {
    return unreadable;
  }
  const value = quantity.readings.at(-1) ?? 0;
  if (value === 0) return null;
  if (quantity.suffixes.includes("cc") && Number.isInteger(value) && value <= HIGHEST_ENGINE_CC) {
    return value;
  }
  const cc = Math.round(value < MOST_LITRES ? value * 1_000 : value);
  return cc >= SMALLEST_ENGINE_CC && cc <= HIGHEST_ENGINE_CC ? cc : unreadable;
}

/** A model year from 1900 to next year. */
export function readYear(text: string, { now }: ReadingContext): number | Misread {
  const match = /^(?:th\.?|thn\.?|tahun)?\s*(\d{4})(?:[.,]0+)?$/i.exec(text);
  if (!match) return new Misread("is not a year of four digits, such as 2019");
  const year = Number(match[1]);
  if (year < EARLIEST_YEAR) return new Misread(`is earlier than ${EARLIEST_YEAR}`);
  const latest = latestYear(now);
  return year <= latest ? year : new Misread(`is later than next year, ${latest}`);
}

const ORDINALS: Record<string, number> = { pertama: 1, kedua: 2, ketiga: 3, keempat: 4 };

/** 1 for the first owner. */
export function readOwnerNumber(text: string): number | Misread {
  const word = text.toLowerCase().replace(/^tangan\s*(?:ke)?[\s-]*/, "");
  const number = ORDINALS[word] ?? (/^\d{1,2}$/.test(word) ? Number(word) : 0);
  return number >= 1 && number <= 30
    ? number
    : new Misread("is not the number of an owner, from 1 (first) to 30");
}
