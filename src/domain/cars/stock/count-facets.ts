import type { Facet, Facets } from "../public-car-query.ts";
import { BODY_TYPES, FUELS, TRANSMISSIONS } from "../vocabulary.ts";
import { gatherPassing, type Matching } from "./gather-places.ts";
import { histogramOf } from "./histogram.ts";
import { FACET_BITS } from "./match-cars.ts";
import type { Stock } from "./stock.ts";

const MOST_VALUES = 200;

interface Count<Value> {
  value: Value;
  count: number;
}

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Counts of the cars at some places by their code. */
function countCodes(codes: Codes, size: number, places: Int32Array): Int32Array {
  const counts = new Int32Array(size);
  for (let n = 0; n < places.length; n += 1) {
    const code = codes[places[n] ?? 0] ?? 0;
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

/** Above every year that a car may have. */
const YEARS = 10_000;
const LISTS = { transmission: TRANSMISSIONS, fuel: FUELS, bodyType: BODY_TYPES };

/** For each facet the cars that pass all filters but its own. */
export function countFacets(
  stock: Stock,
  fails: Uint16Array,
  { places: matching, failed }: Matching,
  facets: readonly Facet[],
): Facets {
  const answer: Facets = {};
  for (const facet of facets) {
    const bit = FACET_BITS[facet];
    const places = (failed & bit) === 0 ? matching : gatherPassing(fails, bit);
    const among = { places, fails, bit };
    switch (facet) {
      case "price":
      case "mileage":
        answer[facet] = histogramOf(stock, facet, among);
        break;
      case "year": {
        const counts = countCodes(stock.year, YEARS, places);
        const values = rank(counts, (year) => year);
        answer.year = { ...histogramOf(stock, "year", among), values };
        break;
      }
      case "transmission":
      case "fuel":
      case "bodyType": {
        const list: readonly string[] = LISTS[facet];
        answer[facet] = rank(countCodes(stock[facet], 256, places), (code) => list[code - 1]);
        break;
      }
      default: {
        const { codes, names } = stock[facet];
        answer[facet] = rank(countCodes(codes, names.length, places), (code) => names[code]);
      }
    }
  }
  return answer;
}
