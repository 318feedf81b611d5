import { createScratch } from "./scratch.ts";

/** The cars that pass all filters; until the next search. */
export interface Matching {
  /** Ascending. */
  places: Int32Array;
  /** The bits of the filters that any car fails. */
  failed: number;
}

const forMatching = createScratch((length) => new Int32Array(length));
const forPassing = createScratch((length) => new Int32Array(length));

/** 1 for 0, and 0 for what is above: no branch, which a processor could not foresee here. */
const isZero = (bits: number): number => (bits - 1) >>> 31;

/** @param fails as `matchCars` tells. */
export function gatherMatching(fails: Uint16Array): Matching {
  const places = forMatching(fails.length);
  let size = 0;
  let failed = 0;
  for (let place = 0; place < fails.length; place += 1) {
    const bits = fails[place] ?? 0;
    places[size] = place;
    size += isZero(bits);
    failed |= bits;
  }
  return { places: places.subarray(0, size), failed };
}

/** Places of the cars that pass all filters but that of one bit, ascending; until the next call. */
export function gatherPassing(fails: Uint16Array, bit: number): Int32Array {
  const places = forPassing(fails.length);
  let size = 0;
  for (let place = 0; place < fails.length; place += 1) {
    places[size] = place;
    size += isZero((fails[place] ?? 0) & ~bit);
  }
  return places.subarray(0, size);
}
