import type { Histogram } from "../public-car-query.ts";
import type { Stock } from "./stock.ts";

/** Of a histogram, more or less: what a slider can show. */
const BUCKETS = 20;
/** Share of the cars that the even buckets hold; the last one reaches up to whatever is above. */
const EVEN_SHARE = 0.98;
const STEPS = [1, 2, 2.5, 5, 10];

/** The smallest round step by which `width` takes no more buckets than there may be. */
function roundStep(width: number): number {
  const least = Math.max(1, width / BUCKETS);
  const scale = 10 ** Math.floor(Math.log10(least));
  const step = STEPS.map((one) => one * scale).find((one) => one >= least && one % 1 === 0);
  return step ?? 10 * scale;
}

interface Among {
  /** Of the cars that fail nothing but the column's own filter. */
  places: Int32Array;
  fails: Uint16Array;
  bit: number;
}

/** How many of the places have a known value. */
function countKnown(values: Float64Array | Int32Array | Uint16Array, places: Int32Array): number {
  let count = 0;
  for (let n = 0; n < places.length; n += 1) if ((values[places[n] ?? 0] ?? -1) >= 0) count += 1;
  return count;
}

/** The value at which a walk from one end of the order has passed `skip` of the cars. */
function valueFrom(
  stock: Stock,
  column: "price" | "year" | "mileage",
  { fails, bit }: Among,
  { step, skip }: { step: 1 | -1; skip: number },
): number {
  const order = stock.orders[column];
  const values = stock[column];
  let left = skip;
  for (let at = step === 1 ? 0 : order.length - 1; at >= 0 && at < order.length; at += step) {
    const place = order[at] ?? 0;
    const value = values[place] ?? -1;
    if (((fails[place] ?? 0) & ~bit) !== 0 || value < 0) continue;
    if (left === 0) return value;
    left -= 1;
  }
  return 0;
}

/** Counts by value of the cars that fail nothing but the column's own filter. */
export function histogramOf(
  stock: Stock,
  column: "price" | "year" | "mileage",
  among: Among,
): Histogram {
  const values = stock[column];
  const known = countKnown(values, among.places);
  if (known === 0) return { min: null, max: null, buckets: [] };
  const min = valueFrom(stock, column, among, { step: 1, skip: 0 });
  const max = valueFrom(stock, column, among, { step: -1, skip: 0 });
  const above = Math.floor(known * (1 - EVEN_SHARE));
  const high = valueFrom(stock, column, among, { step: -1, skip: above });
  const step = roundStep(high + 1 - min);
  const from = Math.floor(min / step) * step;
  const length = Math.floor((high - from) / step) + 1;
  const counts = new Int32Array(length);
  const { places } = among;
  for (let n = 0; n < places.length; n += 1) {
    const value = values[places[n] ?? 0] ?? -1;
    if (value < 0) continue;
    const bucket = Math.min(length - 1, Math.floor((value - from) / step));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const ceiling = Math.max(from + length * step, (Math.floor(max / step) + 1) * step);
  const buckets = Array.from(counts, (count, n) => ({
    from: from + n * step,
    to: n === length - 1 ? ceiling : from + (n + 1) * step,
    count,
  }));
  return { min, max, buckets };
}
