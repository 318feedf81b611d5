import { GONE, type StockColumns } from "../columns.ts";
import { missesOf } from "./fit.ts";
import { parseQuery } from "./parse-query.ts";
import { isListed, placesBy, stockIndexOf } from "./stock-index.ts";
import type { Understood } from "./understood.ts";
import type { Wish } from "./wish.ts";

/** Where fewer published cars fit, those that nearly do are found too. */
const FEW = 5;

export interface StockSearch {
  /** The best first; those that fit alike by the asked order, or the newest first. */
  places: Int32Array;
  understood: Understood;
}

/** Sorts keys of few different values, those of one value staying as they are. */
function grouped(places: number[], keys: number[]): [key: number, places: number[]][] {
  const groups = new Map<number, number[]>();
  places.forEach((place, at) => {
    const key = keys[at] ?? 0;
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  });
  return [...groups].sort(([one], [other]) => one - other);
}

/** Within what is missed alike, a whole name goes before a part of one, and then more soft words. */
function rankOf(stock: StockColumns, wish: Wish, pair: number, place: number): number {
  const part = wish.pairs && wish.pairs[pair] !== 2 ? 32 : 0;
  const soft = wish.words.filter(
    ({ isSoft, variants }) => isSoft && variants?.has(stock.variant.codes[place] ?? 0),
  );
  return part + 31 - Math.min(soft.length, 31);
}

/**
 * The cars of a stock that a buyer's words ask for, of any status: those that fit in everything
 * that is understood, and when these are few, those that miss the least.
 * @param q any text; no more than its first 1,000 characters count.
 */
export function searchStock(q: string, stock: StockColumns): StockSearch {
  const index = stockIndexOf(stock);
  const wish = parseQuery(q, stock, index);
  const { understood, coded } = wish;
  if (!wish.isTold && (wish.hasUnknown || q.trim() === ""))
    return { places: new Int32Array(0), understood };
  if (coded.size > 0) return { places: Int32Array.from(coded), understood };
  const missesAt = missesOf(stock, index, wish);
  const places: number[] = [];
  const keys: number[] = [];
  const listed = new Map<number, number>();
  for (const place of placesBy(stock, wish.order)) {
    if (stock.status[place] === GONE) continue;
    const misses = missesAt(place);
    if (misses < 0) continue;
    const key = misses * 64 + rankOf(stock, wish, index.pairAt[place] ?? 0, place);
    places.push(place);
    keys.push(key);
    if (isListed(stock, place)) listed.set(misses, (listed.get(misses) ?? 0) + 1);
  }
  let enough = 0;
  let worst = 0;
  for (const [misses, count] of [...listed].sort(([one], [other]) => one - other)) {
    if (misses > 0 && enough >= FEW) break;
    enough += count;
    worst = misses;
  }
  const fit = grouped(places, keys).filter(([key]) => Math.floor(key / 64) <= worst);
  return { places: Int32Array.from(fit.flatMap(([, group]) => group)), understood };
}
