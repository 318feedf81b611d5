import { decodeCursor, encodeCursor } from "../car-cursor.ts";
import type { Sort } from "../car-query.ts";
import { firstWhere } from "./first-where.ts";
import type { Stock } from "./stock.ts";
import { compareIds, placeOf, wordsOf } from "./stock-ids.ts";
import { type Order, sortKeyOf } from "./stock-orders.ts";

const SORT_ORDERS: Record<Sort, { order: Order; step: 1 | -1 }> = {
  newest: { order: "listedAt", step: -1 },
  price_asc: { order: "price", step: 1 },
  price_desc: { order: "price", step: -1 },
  year_desc: { order: "year", step: -1 },
  mileage_asc: { order: "mileage", step: 1 },
};

interface PageQuery {
  limit: number;
  page?: number;
  cursor?: string;
}

export interface SelectedPage {
  places: number[];
  nextCursor: string | null;
}

/** Walks places one after another and takes those of the page that fail nothing. */
function take(
  walked: Int32Array,
  start: number,
  step: 1 | -1,
  fails: Uint16Array,
  { limit, page = 1 }: PageQuery,
): { places: number[]; lastAt: number; hasMore: boolean } {
  const places: number[] = [];
  let skip = (page - 1) * limit;
  let lastAt = start;
  for (let at = start; at >= 0 && at < walked.length; at += step) {
    const place = walked[at] ?? 0;
    if (fails[place] !== 0) continue;
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    if (places.length === limit) return { places, lastAt, hasMore: true };
    places.push(place);
    lastAt = at;
  }
  return { places, lastAt, hasMore: false };
}

/** Where an order goes on behind a cursor. */
function startBehind(stock: Stock, sort: Sort, cursor: string): number {
  const { order, step } = SORT_ORDERS[sort];
  const decoded = decodeCursor(sort, cursor);
  const key = typeof decoded.key === "string" ? Date.parse(decoded.key) : decoded.key;
  const id = wordsOf(decoded.id);
  const places = stock.orders[order];
  const standing = (at: number) => {
    const place = places[at] ?? 0;
    return sortKeyOf(stock, order, place) - key || compareIds(stock.ids, place, id, 0);
  };
  return step === 1
    ? firstWhere(places.length, (at) => standing(at) > 0)
    : firstWhere(places.length, (at) => standing(at) >= 0) - 1;
}

/**
 * The page of those that fail nothing, in a sort's order.
 * @throws DomainError invalid when the cursor is none of this sort.
 */
export function selectSorted(
  stock: Stock,
  sort: Sort,
  fails: Uint16Array,
  query: PageQuery,
): SelectedPage {
  const { order, step } = SORT_ORDERS[sort];
  const walked = stock.orders[order];
  const first = step === 1 ? 0 : walked.length - 1;
  const start = query.cursor ? startBehind(stock, sort, query.cursor) : first;
  const { places, hasMore } = take(walked, start, step, fails, query);
  const last = places.at(-1);
  if (!hasMore || last === undefined) return { places, nextCursor: null };
  const key = sortKeyOf(stock, order, last);
  const shown = sort === "newest" ? new Date(key).toISOString() : key;
  return { places, nextCursor: encodeCursor(sort, { key: shown, id: stock.id(last) }) };
}

/** As selectSorted, in the order in which the words found them. */
export function selectRelevant(
  stock: Stock,
  found: Int32Array,
  fails: Uint16Array,
  query: PageQuery,
): SelectedPage {
  const start = query.cursor ? startBehindRank(stock, found, query.cursor) : 0;
  const { places, lastAt, hasMore } = take(found, start, 1, fails, query);
  const last = places.at(-1);
  if (!hasMore || last === undefined) return { places, nextCursor: null };
  const position = { key: lastAt, id: stock.id(last) };
  return { places, nextCursor: encodeCursor("relevance", position) };
}

/** Behind the car that was seen last where it is still found, else where it used to stand. */
function startBehindRank(stock: Stock, found: Int32Array, cursor: string): number {
  const { key, id } = decodeCursor("relevance", cursor);
  const place = placeOf(stock, wordsOf(id), 0);
  const rank = found.indexOf(place);
  return rank === -1 ? Math.max(0, Number(key)) : rank + 1;
}
