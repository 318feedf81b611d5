import { PUBLISHED, STATUSES } from "../../vocabulary.ts";
import { GONE, type StockColumns } from "../columns.ts";
import { bodyOfModel, hasThirdRow } from "./model-bodies.ts";
import { newestOf, type Order, preferredOf } from "./orders.ts";
import { modelKey, type Pair, type StockNames, stockNamesOf } from "./stock-names.ts";
import type { Preference } from "./understood.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** A stock made ready to be searched. */
export interface StockIndex {
  pairs: Pair[];
  /** Of each place, its model's place in `pairs`. */
  pairAt: Uint32Array;
  /** Of each pair: the published cars; the body that its name tells; whether it has a third row. */
  listed: Uint32Array;
  bodies: Uint8Array;
  thirdRows: Uint8Array;
  names: StockNames;
  /** Words that a misspelt one may have meant. */
  vocabulary: Vocabulary;
  /** Places by their codes in lower-case letters and digits. */
  codes: Map<string, number>;
  orders: Map<Preference | "newest", Order>;
}

interface Entry extends StockIndex {
  epoch: number;
  size: number;
  pairOf: Map<number, number>;
  /** What the names were made of. */
  made: string;
}

const entries = new WeakMap<StockColumns, Entry>();
const LISTED = new Uint8Array(GONE + 1);
for (const status of PUBLISHED) LISTED[STATUSES.indexOf(status)] = 1;

/** More brands' models than this would share numbers; no stock has as many brands. */
const MODELS = 2 ** 24;

export const isListed = (stock: StockColumns, place: number): boolean =>
  LISTED[stock.status[place] ?? GONE] === 1;

/** A code by its letters and digits, so that "CAR-0012" and "car 0012" are alike. */
export const codeKey = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, "");

function readPlaces(stock: StockColumns, entry: Entry): void {
  const { size, epoch } = stock;
  if (entry.pairAt.length < size) {
    const longer = new Uint32Array(Math.ceil(size * 1.25));
    longer.set(entry.pairAt);
    entry.pairAt = longer;
  }
  for (let place = 0; place < size; place += 1) {
    if (place < entry.size && (stock.changedAt[place] ?? 0) <= entry.epoch) continue;
    const [brand, model] = [stock.brand.codes[place] ?? 0, stock.model.codes[place] ?? 0];
    const number = brand * MODELS + model;
    let pair = entry.pairOf.get(number);
    if (pair === undefined) {
      pair = entry.pairs.push({ brand, model }) - 1;
      entry.pairOf.set(number, pair);
    }
    entry.pairAt[place] = pair;
    if (stock.status[place] !== GONE)
      entry.codes.set(codeKey(stock.displayCode[place] ?? ""), place);
  }
  entry.size = size;
  entry.epoch = epoch;
}

function countPairs(stock: StockColumns, entry: Entry): void {
  const listed = new Uint32Array(entry.pairs.length);
  for (let place = 0; place < stock.size; place += 1) {
    const pair = entry.pairAt[place] ?? 0;
    if (isListed(stock, place)) listed[pair] = (listed[pair] ?? 0) + 1;
  }
  entry.listed = listed;
}

function readNames(stock: StockColumns, entry: Entry): void {
  const { variant, color, location } = stock;
  const columns = [variant, color, location].map(({ names }) => names.length);
  const made = [entry.pairs.length, ...columns].join();
  if (made === entry.made) return;
  entry.made = made;
  const keys = entry.pairs.map(({ model }) => modelKey(stock.model.names[model] ?? ""));
  entry.bodies = Uint8Array.from(keys, bodyOfModel);
  entry.thirdRows = Uint8Array.from(keys, (key) => (hasThirdRow(key) ? 1 : 0));
  entry.names = stockNamesOf(stock, entry.pairs);
  entry.vocabulary = vocabularyOf(entry.names);
}

const emptyEntry = (): Entry => ({
  ...{ epoch: -1, size: 0, pairs: [], pairOf: new Map(), pairAt: new Uint32Array(0), made: "" },
  ...{ listed: new Uint32Array(0), bodies: new Uint8Array(0), thirdRows: new Uint8Array(0) },
  names: {
    brands: new Map(),
    models: new Map(),
    variants: new Map(),
    places: new Map(),
    colours: [],
  },
  ...{
    vocabulary: { names: [], bySound: new Map(), talk: [] },
    codes: new Map(),
    orders: new Map(),
  },
});

/** The index of a stock as it is now; only what changed since the last call is read again. */
export function stockIndexOf(stock: StockColumns): StockIndex {
  const known = entries.get(stock);
  if (known?.epoch === stock.epoch && known.size === stock.size) return known;
  const entry = known ?? emptyEntry();
  entries.set(stock, entry);
  readPlaces(stock, entry);
  countPairs(stock, entry);
  readNames(stock, entry);
  return entry;
}

/** Places of a stock, newest first or in the order that is preferred. */
export function placesBy(stock: StockColumns, by: Preference | "newest"): Int32Array {
  const { orders } = stockIndexOf(stock);
  const newest = newestOf(stock, orders.get("newest"));
  orders.set("newest", newest);
  if (by === "newest") return newest.places;
  const order = preferredOf(stock, by, newest.places, orders.get(by));
  orders.set(by, order);
  return order.places;
}
