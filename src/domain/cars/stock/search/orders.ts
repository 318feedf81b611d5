import type { StockColumns } from "../columns.ts";
import type { Preference } from "./understood.ts";

/** By what places are put in order: the first key decides, then the newest, then the id. */
type Key = (place: number) => number;

const unknownLast = (value: number) => (value < 0 ? Number.MAX_SAFE_INTEGER : value);

const keyOf = (stock: StockColumns, order: Preference | "newest"): Key => {
  if (order === "price") return (place) => unknownLast(stock.price[place] ?? -1);
  if (order === "mileage") return (place) => unknownLast(stock.mileage[place] ?? -1);
  if (order === "year") return (place) => -(stock.year[place] ?? 0);
  return () => 0;
};

function comparisonOf(stock: StockColumns, order: Preference | "newest") {
  const key = keyOf(stock, order);
  const ids = new Map<number, string>();
  const idOf = (place: number) => {
    const known = ids.get(place) ?? stock.id(place);
    ids.set(place, known);
    return known;
  };
  const { listedAt } = stock;
  return (one: number, other: number): number => {
    const difference = key(one) - key(other) || (listedAt[other] ?? 0) - (listedAt[one] ?? 0);
    if (difference !== 0 || one === other) return difference;
    return idOf(one) < idOf(other) ? 1 : -1;
  };
}

/** Places of a stock in an order, and the epoch of the stock that they show. */
export interface Order {
  epoch: number;
  size: number;
  places: Int32Array;
}

/** An order as it is now, from the one before, if any: a few changes cost one pass. */
export function orderOf(
  stock: StockColumns,
  by: Preference | "newest",
  before: Order | undefined,
): Order {
  const { epoch, size } = stock;
  if (before?.epoch === epoch && before.size === size) return before;
  const compare = comparisonOf(stock, by);
  const since = before?.epoch ?? -1;
  const isChanged = (place: number) =>
    !before || place >= before.size || (stock.changedAt[place] ?? 0) > since;
  const changed = [];
  for (let place = 0; place < size; place += 1) if (isChanged(place)) changed.push(place);
  const fresh = Int32Array.from(changed).sort(compare);
  if (!before) return { epoch, size, places: fresh };
  const kept = before.places.filter((place) => place < size && !isChanged(place));
  const places = new Int32Array(size);
  let [at, next] = [0, 0];
  for (let to = 0; to < size; to += 1) {
    const isKept =
      next >= fresh.length || (at < kept.length && compare(kept[at] ?? 0, fresh[next] ?? 0) <= 0);
    places[to] = (isKept ? kept[at++] : fresh[next++]) ?? 0;
  }
  return { epoch, size, places };
}
