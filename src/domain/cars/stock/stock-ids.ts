import { firstWhere } from "./first-where.ts";
import type { Stock } from "./stock.ts";

/** Words of 32 bits in an id. */
const WORDS = 4;

/** The words of an id in the order that PostgreSQL sorts by. */
export function wordsOf(id: string): Uint32Array {
  const hex = id.replaceAll("-", "");
  return Uint32Array.from({ length: WORDS }, (_, n) =>
    Number.parseInt(hex.slice(n * 8, n * 8 + 8), 16),
  );
}

/** The id that begins at a word. */
export function idAt(words: Uint32Array, place: number): string {
  let hex = "";
  for (let n = 0; n < WORDS; n += 1) {
    hex += (words[place * WORDS + n] ?? 0).toString(16).padStart(8, "0");
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Below 0 when the one at a place of `a` comes first, 0 when both are the same. */
export function compareIds(a: Uint32Array, placeA: number, b: Uint32Array, placeB: number): number {
  for (let n = 0; n < WORDS; n += 1) {
    const difference = (a[placeA * WORDS + n] ?? 0) - (b[placeB * WORDS + n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The place of the n-th of some ids, or where there is none the one behind the last. */
export function placeOf(stock: Stock, ids: Uint32Array, n: number): number {
  const byId = stock.orders.id;
  const at = firstWhere(byId.length, (m) => compareIds(stock.ids, byId[m] ?? 0, ids, n) >= 0);
  const place = byId[at];
  return place !== undefined && compareIds(stock.ids, place, ids, n) === 0 ? place : stock.size;
}
