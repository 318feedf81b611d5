import { FACETS, type Facet, type Facets } from "../public-car-query.ts";
import { BODY_TYPES, FUELS, TRANSMISSIONS } from "../vocabulary.ts";
import { histogramOf } from "./histogram.ts";
import { FACET_BITS } from "./match-cars.ts";
import type { Stock } from "./stock.ts";

const MOST_VALUES = 200;

interface Count<Value> {
  value: Value;
  count: number;
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Counts of the cars that fail nothing but one filter, by their code. */
function countCodes(
  codes: Codes,
  size: number,
  { near, fails, bit }: { near: Int32Array; fails: Uint16Array; bit: number },
): Int32Array {
  const counts = new Int32Array(size);
  for (let n = 0; n < near.length; n += 1) {
    const place = near[n] ?? 0;
    if (((fails[place] ?? 0) & ~bit) !== 0) continue;
    const code = codes[place] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** The most frequent first, then by value. */
function rank<Value extends string | number>(
  counts: Int32Array,
  valueAt: (code: number) => Value | undefined,
): Count<Value>[] {
  const all: Count<Value>[] = [];
  for (let code = 0; code < counts.length; code += 1) {
    const count = counts[code] ?? 0;
    const value = count > 0 ? valueAt(code) : undefined;
    if (value !== undefined && value !== "") all.push({ value, count });
  }
  return all
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_VALUES);
}

/** Cars that fail one filter at the most: no other counts anywhere. */
function nearlyMatching(fails: Uint16Array): Int32Array {
  const isNear = Uint8Array.from({ length: 1 << (FACETS.length + 1) }, (_, bits) =>
    (bits & (bits - 1)) === 0 && bits < 1 << FACETS.length ? 1 : 0,
  );
  const near = new Int32Array(fails.length);
  let size = 0;
  for (let place = 0; place < fails.length; place += 1) {
    if (isNear[fails[place] ?? 0] === 1) near[size++] = place;
  }
  return near.subarray(0, size);
}

/** Above every year that a car may have. */
const YEARS = 10_000;
const LISTS = { transmission: TRANSMISSIONS, fuel: FUELS, bodyType: BODY_TYPES };

/** For each facet the cars that pass all filters but its own. */
export function countFacets(stock: Stock, fails: Uint16Array, facets: readonly Facet[]): Facets {
  const near = nearlyMatching(fails);
  const answer: Facets = {};
  for (const facet of facets) {
    const among = { near, fails, bit: FACET_BITS[facet] };
    switch (facet) {
      case "price":
      case "mileage":
        answer[facet] = histogramOf(stock, facet, among);
        break;
      case "year": {
        const counts = countCodes(stock.year, YEARS, among);
        const values = rank(counts, (year) => year);
        answer.year = { ...histogramOf(stock, "year", among), values };
        break;
      }
      case "transmission":
      case "fuel":
      case "bodyType": {
        const list: readonly string[] = LISTS[facet];
        answer[facet] = rank(countCodes(stock[facet], 256, among), (code) => list[code - 1]);
        break;
      }
      default: {
        const { codes, names } = stock[facet];
        answer[facet] = rank(countCodes(codes, names.length, among), (code) => names[code]);
      }
    }
  }
  return answer;
}
