import type { StockColumns } from "../columns.ts";
import type { Preference } from "./understood.ts";

/** Places of a stock in an order, and what of the stock they show. */
export interface Order {
  epoch: number;
  places: Int32Array;
}

/** The newest first; of those listed together, the higher id. */
function newestFirst(stock: StockColumns) {
  const { listedAt } = stock;
  const ids: string[] = [];
  const idOf = (place: number) => {
    ids[place] ??= stock.id(place);
    return ids[place];
  };
  return (one: number, other: number): number => {
    const difference = (listedAt[other] ?? 0) - (listedAt[one] ?? 0);
    if (difference !== 0 || one === other) return difference;
    return idOf(one) < idOf(other) ? 1 : -1;
  };
}

/** Every place, the newest first, from the order before, if any: a few changes cost one pass. */
export function newestOf(stock: StockColumns, before: Order | undefined): Order {
  const { epoch, size, changedAt } = stock;
  if (before?.epoch === epoch) return before;
  const compare = newestFirst(stock);
  const known = before?.places ?? new Int32Array(0);
  const isChanged = new Uint8Array(size).fill(1, known.length);
  for (let place = 0; before && place < known.length && place < size; place += 1) {
    if ((changedAt[place] ?? 0) > before.epoch) isChanged[place] = 1;
  }
  const changed: number[] = [];
  for (let place = 0; place < size; place += 1) if (isChanged[place]) changed.push(place);
  const fresh = Int32Array.from(changed).sort(compare);
  const kept = known.filter((place) => isChanged[place] === 0);
  const places = new Int32Array(size);
  let [from, to] = [0, 0];
  for (const place of fresh) {
    let [low, high] = [from, kept.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(kept[middle] ?? 0, place) <= 0) low = middle + 1;
      else high = middle;
    }
    places.set(kept.subarray(from, low), to);
    to += low - from;
    places[to] = place;
    to += 1;
    from = low;
  }
  places.set(kept.subarray(from), to);
  return { epoch, places };
}

/** Rupiah; of prices closer than this the newer car goes first. */
const PRICE_STEP = 1_000;
const UNKNOWN = 1e9 + 1;

/** What is least first; together with a place in the stock it stays a whole number. */
function keyOf(stock: StockColumns, by: Preference, place: number): number {
  const { [by]: column } = stock;
  const value = column[place] ?? -1;
  if (by === "year") return 9_999 - value;
  if (value < 0) return UNKNOWN;
  return by === "price" ? Math.floor(value / PRICE_STEP) : value;
}

/** Every place as a buyer prefers them; those alike as they are in `newest`. */
export function preferredOf(
  stock: StockColumns,
  by: Preference,
  newest: Int32Array,
  before: Order | undefined,
): Order {
  const { epoch } = stock;
  if (before?.epoch === epoch) return before;
  const { length } = newest;
  const keys = new Float64Array(length);
  for (let at = 0; at < length; at += 1) {
    keys[at] = keyOf(stock, by, newest[at] ?? 0) * length + at;
  }
  keys.sort();
  return { epoch, places: Int32Array.from(keys, (key) => newest[key % length] ?? 0) };
}
