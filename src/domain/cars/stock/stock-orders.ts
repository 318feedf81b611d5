import { PUBLISHED, STATUSES } from "../vocabulary.ts";
import { GONE } from "./columns.ts";
import { firstWhere } from "./first-where.ts";
import type { Stock } from "./stock.ts";
import { compareIds } from "./stock-ids.ts";

/** By id every car; by the others those that are published, ties by id. All ascending. */
export const ORDERS = ["id", "listedAt", "price", "year", "mileage"] as const;
export type Order = (typeof ORDERS)[number];

/** Sorts behind every car whose mileage is known. */
const UNKNOWN_MILEAGE = 2_147_483_647;

/** Of each status, 1 where the public site lists it. */
export const IS_PUBLISHED = Uint8Array.from({ length: 256 }, (_, status) =>
  (PUBLISHED as readonly string[]).includes(STATUSES[status] ?? "") ? 1 : 0,
);

/** What an order goes by first. */
export function sortKeyOf(stock: Stock, order: Order, place: number): number {
  switch (order) {
    case "id":
      return 0;
    case "price":
      return Math.max(0, stock.price[place] ?? 0);
    case "mileage": {
      const mileage = stock.mileage[place] ?? -1;
      return mileage < 0 ? UNKNOWN_MILEAGE : mileage;
    }
    default:
      return stock[order][place] ?? 0;
  }
}

/** The key in an order, or NaN for a car that is not in it. */
export function standingOf(stock: Stock, order: Order, place: number): number {
  const status = stock.status[place] ?? GONE;
  const isIn = order === "id" ? status !== GONE : IS_PUBLISHED[status] === 1;
  return isIn ? sortKeyOf(stock, order, place) : Number.NaN;
}

/** Places, given in the order of their ids, by key; those that are not in the order are left out. */
export function sortPlaces(stock: Stock, order: Order, places: Int32Array): Int32Array {
  const keys = new Float64Array(places.length);
  const among = new Int32Array(places.length);
  let size = 0;
  for (let n = 0; n < places.length; n += 1) {
    const key = standingOf(stock, order, places[n] ?? 0);
    if (Number.isNaN(key)) continue;
    keys[size] = key;
    among[size++] = places[n] ?? 0;
  }
  if (order === "id") return among.slice(0, size);
  const distinct = keys.slice(0, size).sort();
  let distinctSize = 0;
  for (let n = 0; n < size; n += 1) {
    if (n === 0 || distinct[n] !== distinct[n - 1]) distinct[distinctSize++] = distinct[n] ?? 0;
  }
  const ranks = new Int32Array(size);
  const starts = new Int32Array(distinctSize + 1);
  for (let n = 0; n < size; n += 1) {
    const key = keys[n] ?? 0;
    const rank = firstWhere(distinctSize, (at) => (distinct[at] ?? 0) >= key);
    ranks[n] = rank;
    starts[rank + 1] = (starts[rank + 1] ?? 0) + 1;
  }
  for (let n = 0; n < distinctSize; n += 1) starts[n + 1] = (starts[n + 1] ?? 0) + (starts[n] ?? 0);
  const sorted = new Int32Array(size);
  for (let n = 0; n < size; n += 1) {
    const rank = ranks[n] ?? 0;
    const at = starts[rank] ?? 0;
    sorted[at] = among[n] ?? 0;
    starts[rank] = at + 1;
  }
  return sorted;
}

/** Below 0 when the car at place a comes before the one at place b. */
const compare = (stock: Stock, order: Order, a: number, b: number): number =>
  sortKeyOf(stock, order, a) - sortKeyOf(stock, order, b) || compareIds(stock.ids, a, stock.ids, b);

/**
 * An order after some places were written.
 * @param moved those that may stand elsewhere now, in the order of their ids.
 */
export function mergeOrder(stock: Stock, order: Order, moved: Int32Array): Int32Array {
  const isMoved = new Uint8Array(stock.size);
  for (const place of moved) isMoved[place] = 1;
  const former = stock.orders[order];
  const entering = sortPlaces(stock, order, moved);
  const merged = new Int32Array(former.length + entering.length);
  let size = 0;
  let next = 0;
  for (const place of former) {
    if (isMoved[place] === 1) continue;
    while (next < entering.length && compare(stock, order, entering[next] ?? 0, place) < 0) {
      merged[size++] = entering[next++] ?? 0;
    }
    merged[size++] = place;
  }
  while (next < entering.length) merged[size++] = entering[next++] ?? 0;
  return merged.slice(0, size);
}
