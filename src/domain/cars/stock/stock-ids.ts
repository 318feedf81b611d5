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

const HEX = Buffer.from("0123456789abcdef");
/** An id as it is written last. */
const written = Buffer.from("00000000-0000-0000-0000-000000000000");
/** Where its digits stand. */
const DIGITS = Uint8Array.from([...written].flatMap((code, at) => (code === HEX[0] ? [at] : [])));

/** The id that begins at a word. */
export function idAt(words: Uint32Array, place: number): string {
  for (let n = 0; n < DIGITS.length; n += 1) {
    const word = words[place * WORDS + (n >>> 3)] ?? 0;
    written[DIGITS[n] ?? 0] = HEX[(word >>> (28 - 4 * (n & 7))) & 15] ?? 0;
  }
  return written.toString("latin1");
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
