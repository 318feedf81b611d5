import { FACETS, type Facet, type PublicCarQuery } from "../public-car-query.ts";
import { BODY_TYPES, FUELS, TRANSMISSIONS } from "../vocabulary.ts";
import { GONE, type NameColumn } from "./columns.ts";
import { createScratch } from "./scratch.ts";
import type { Stock } from "./stock.ts";
import { IS_PUBLISHED } from "./stock-orders.ts";

export const FACET_BITS = Object.fromEntries(FACETS.map((facet, n) => [facet, 1 << n])) as Record<
  Facet,
  number
>;
/** Of a car that is not published, or not found by the words. */
const OUT = 1 << FACETS.length;

const forFails = createScratch((length) => new Uint16Array(length));

/** Above every year that a car may have. */
const YEARS = 10_000;

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Marks the cars whose code is none of those let through. */
function failCodes(fails: Uint16Array, bit: number, codes: Codes, lets: Uint8Array): void {
  for (let place = 0; place < fails.length; place += 1) {
    if (lets[codes[place] ?? 0] !== 1) fails[place] = (fails[place] ?? 0) | bit;
  }
}

/** Marks the cars outside of both bounds, and those of which it is not known. */
function failRange(
  fails: Uint16Array,
  bit: number,
  values: Float64Array | Int32Array,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number },
): void {
  for (let place = 0; place < fails.length; place += 1) {
    const value = values[place] ?? -1;
    if (value < min || value > max) fails[place] = (fails[place] ?? 0) | bit;
  }
}

function ofNames({ names }: NameColumn, codes: Map<string, number>, asked: string[]): Uint8Array {
  const lets = new Uint8Array(names.length);
  for (const name of asked) {
    const code = codes.get(name);
    if (code) lets[code] = 1;
  }
  // A name that has commas itself was asked for in parts.
  for (const [code, name] of names.entries()) {
    if (!name.includes(",")) continue;
    const parts = name.toLowerCase().split(",");
    if (parts.every((part) => asked.includes(part.trim()))) lets[code] = 1;
  }
  return lets;
}

function ofList(list: readonly string[], asked: readonly string[]): Uint8Array {
  const lets = new Uint8Array(256);
  for (const word of asked) lets[list.indexOf(word) + 1] = 1;
  return lets;
}

function ofYears({ year, yearMin = 0, yearMax = YEARS }: PublicCarQuery): Uint8Array {
  const lets = new Uint8Array(YEARS);
  for (const one of year ?? lets.keys()) if (one >= yearMin && one <= yearMax) lets[one] = 1;
  return lets;
}

/**
 * What keeps each car from being listed: the bits of the filters that it fails, 0 for none; until
 * the next search.
 * @param found places that q finds.
 */
export function matchCars(stock: Stock, query: PublicCarQuery, found?: Int32Array): Uint16Array {
  const fails = forFails(stock.size).fill(found ? OUT : 0);
  for (const place of found ?? []) fails[place] = 0;
  for (let place = 0; place < fails.length; place += 1) {
    if (IS_PUBLISHED[stock.status[place] ?? GONE] !== 1) fails[place] = OUT;
  }
  for (const facet of ["brand", "model", "color", "location"] as const) {
    const asked = query[facet];
    if (!asked) continue;
    const lets = ofNames(stock[facet], stock.codes[facet], asked);
    failCodes(fails, FACET_BITS[facet], stock[facet].codes, lets);
  }
  const lists = { transmission: TRANSMISSIONS, fuel: FUELS, bodyType: BODY_TYPES };
  for (const facet of ["transmission", "fuel", "bodyType"] as const) {
    const asked = query[facet];
    if (asked) failCodes(fails, FACET_BITS[facet], stock[facet], ofList(lists[facet], asked));
  }
  const { year, yearMin, yearMax, priceMin, priceMax, mileageMax } = query;
  if (year || yearMin !== undefined || yearMax !== undefined) {
    failCodes(fails, FACET_BITS.year, stock.year, ofYears(query));
  }
  if (priceMin !== undefined || priceMax !== undefined) {
    failRange(fails, FACET_BITS.price, stock.price, { min: priceMin, max: priceMax });
  }
  if (mileageMax !== undefined) {
    failRange(fails, FACET_BITS.mileage, stock.mileage, { max: mileageMax });
  }
  return fails;
}
