import type { PackedCars } from "../../../db/index.ts";
import { BODY_TYPES, FUELS, STATUSES, TRANSMISSIONS } from "../vocabulary.ts";
import { GONE } from "./columns.ts";
import { NAME_COLUMNS, type NameColumnName, reserve, type Stock } from "./stock.ts";
import { compareIds } from "./stock-ids.ts";
import { firstWhere, mergeOrder, ORDERS, standingOf } from "./stock-orders.ts";

const reader = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Code of a word in a closed list, `first` for the first of them. */
const codesOf = (list: readonly string[], first: number) =>
  new Map(list.map((word, n): [string | null, number] => [word, n + first]));
const STATUS_CODES = codesOf(STATUSES, 0);
const LISTS = {
  transmission: codesOf(TRANSMISSIONS, 1),
  fuel: codesOf(FUELS, 1),
  bodyType: codesOf(BODY_TYPES, 1),
};
const LIST_COLUMNS = ["transmission", "fuel", "bodyType"] as const;

/** The place of an id, or where there is none the one behind the last. */
export function placeOf(stock: Stock, ids: Uint32Array, n: number): number {
  const byId = stock.orders.id;
  const at = firstWhere(byId.length, (m) => compareIds(stock.ids, byId[m] ?? 0, ids, n) >= 0);
  const place = byId[at];
  return place !== undefined && compareIds(stock.ids, place, ids, n) === 0 ? place : stock.size;
}

function writeName(stock: Stock, column: NameColumnName, place: number, name: string): void {
  const known = stock.codes[column];
  const { codes, names } = stock[column];
  const plain = name.toLowerCase();
  let code = known.get(plain);
  if (code === undefined) {
    code = names.push(name) - 1;
    known.set(plain, code);
  }
  codes[place] = code;
}

/**
 * Writes cars of one reading into a stock, which shows that reading then. Nobody sees it half
 * written, as nothing here waits.
 */
export function writeCars(stock: Stock, packed: PackedCars): void {
  const { words } = packed;
  const cars = packed.ids.length / 16;
  const idBytes = reader(packed.ids);
  const ids = Uint32Array.from({ length: cars * 4 }, (_, n) => idBytes.getUint32(n * 4));
  const [listed, prices] = [reader(packed.listed), reader(packed.prices)];
  const [mileages, years] = [reader(packed.mileages), reader(packed.years)];
  const isFresh = stock.size === 0;
  reserve(stock, isFresh ? cars : countNew(stock, ids, cars) + stock.size);
  stock.epoch += 1;

  const moved: number[][] = ORDERS.map(() => []);
  const marks = new Uint8Array(stock.status.length);
  const former = new Float64Array(ORDERS.length);
  for (let n = 0; n < cars; n += 1) {
    const place = isFresh ? n : placeOf(stock, ids, n);
    const isNew = place === stock.size;
    for (let o = 0; o < ORDERS.length; o += 1) {
      former[o] = isNew ? Number.NaN : standingOf(stock, ORDERS[o] ?? "id", place);
    }
    if (isNew) stock.size += 1;
    for (let w = 0; w < 4; w += 1) stock.ids[place * 4 + w] = ids[n * 4 + w] ?? 0;
    stock.changedAt[place] = stock.epoch;
    stock.status[place] = STATUS_CODES.get(words.status?.[n] ?? null) ?? GONE;
    stock.listedAt[place] = listed.getFloat64(n * 8);
    stock.price[place] = prices.getFloat64(n * 8);
    stock.mileage[place] = mileages.getInt32(n * 4);
    stock.year[place] = years.getInt32(n * 4);
    for (const name of LIST_COLUMNS) {
      stock[name][place] = LISTS[name].get(words[name]?.[n] ?? null) ?? 0;
    }
    for (const name of NAME_COLUMNS) writeName(stock, name, place, words[name]?.[n] ?? "");
    stock.displayCode[place] = words.displayCode?.[n] ?? "";
    for (let o = 0; o < ORDERS.length; o += 1) {
      const standing = standingOf(stock, ORDERS[o] ?? "id", place);
      if (Object.is(standing, former[o])) continue;
      moved[o]?.push(place);
      marks[place] = (marks[place] ?? 0) | (1 << o);
    }
  }
  ORDERS.forEach((order, o) => {
    const places = moved[o] ?? [];
    if (places.length === 0) return;
    const isMoved = (place: number) => ((marks[place] ?? 0) & (1 << o)) !== 0;
    stock.orders[order] = mergeOrder(stock, order, places, isMoved);
  });
  stock.version = packed.version;
  stock.horizon = packed.horizon;
}

function countNew(stock: Stock, ids: Uint32Array, cars: number): number {
  let count = 0;
  for (let n = 0; n < cars; n += 1) if (placeOf(stock, ids, n) === stock.size) count += 1;
  return count;
}
