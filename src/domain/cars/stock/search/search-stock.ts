import { GONE, type StockColumns } from "../columns.ts";
import { missesOf } from "./fit.ts";
import { parseQuery } from "./parse-query.ts";
import { mostMissed, RANKS, rankPlaces } from "./rank-places.ts";
import { isListed, placesBy, type StockIndex, stockIndexOf } from "./stock-index.ts";
import type { Understood } from "./understood.ts";
import type { Wish } from "./wish.ts";

/** Where fewer published cars fit, those that nearly do are found too. */
const ENOUGH = 5;

export interface StockSearch {
  /** The best first; those that fit alike by the asked order, or the newest first. */
  places: Int32Array;
  understood: Understood;
}

/** Among cars that miss alike: a whole name before a part of one, then those with more of the words. */
function rankBy(stock: StockColumns, index: StockIndex, { pairs, words }: Wish) {
  const soft = words.filter(({ isSoft }) => isSoft);
  return (place: number): number => {
    const part = pairs && pairs[index.pairAt[place] ?? 0] !== 2 ? RANKS / 2 : 0;
    const code = stock.variant.codes[place] ?? 0;
    return part + (soft.every(({ variants }) => variants?.has(code)) ? 0 : 1);
  };
}

function measure(stock: StockColumns, index: StockIndex, wish: Wish) {
  const { pairs } = wish;
  const { pairAt } = index;
  const missesAt = missesOf(stock, index, wish);
  const places = placesBy(stock, wish.order);
  const { status } = stock;
  const misses = new Int32Array(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const place = places[at] ?? 0;
    const isAsked = status[place] !== GONE && pairs?.[pairAt[place] ?? 0] !== 0;
    misses[at] = isAsked ? missesAt(place) : -1;
  }
  return { places, misses };
}

/**
 * The cars of a stock that a buyer's words ask for, of any status: those that fit in everything
 * that is understood, and when few of the published ones do, those that miss the least.
 * @param q any text; no more than its first 1,000 characters count.
 */
export function searchStock(q: string, stock: StockColumns): StockSearch {
  const index = stockIndexOf(stock);
  const wish = parseQuery(q, stock, index);
  const { understood, coded } = wish;
  const isEmpty = !wish.isTold && (wish.hasUnknown || !wish.hasWords);
  if (isEmpty) return { places: new Int32Array(0), understood };
  if (coded.size > 0) return { places: Int32Array.from(coded), understood };
  const measured = measure(stock, index, wish);
  const most = mostMissed(measured, (place) => isListed(stock, place), ENOUGH);
  return { places: rankPlaces(measured, most, rankBy(stock, index, wish)), understood };
}
