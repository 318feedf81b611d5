import { wordsOf } from "../../matching/words.ts";
import { PUBLISHED, STATUSES } from "../../vocabulary.ts";
import { GONE, type StockColumns } from "../columns.ts";
import { bodyOfModel, hasThirdRow } from "./model-bodies.ts";
import { newestOf, type Order, preferredOf } from "./orders.ts";
import { readCodesOf, type ShownCodes } from "./shown-codes.ts";
import { areSame, type ShownNames, shownNamesOf } from "./shown-names.ts";
import { type Pair, type StockNames, stockNamesOf } from "./stock-names.ts";
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
  /** Of each pair, the words of its model's name. */
  words: string[][];
  /** Of cars that are shown, as are the words of the vocabulary. */
  names: StockNames;
  /** Words that a misspelt one may have meant. */
  vocabulary: Vocabulary;
  /** Places by their codes in lower-case letters and digits, of cars that are shown. */
  codes: Map<string, number>;
  orders: Map<Preference | "newest", Order>;
}

interface Entry extends StockIndex {
  epoch: number;
  size: number;
  pairOf: Map<number, number>;
  readCodes: ShownCodes;
  /** What the names were made of. */
  shown: ShownNames | null;
}

const entries = new WeakMap<StockColumns, Entry>();
const LISTED = new Uint8Array(GONE + 1);
for (const status of PUBLISHED) LISTED[STATUSES.indexOf(status)] = 1;

/** More brands' models than this would share numbers; no stock has as many brands. */
const MODELS = 2 ** 24;

export const isListed = (stock: StockColumns, place: number): boolean =>
  LISTED[stock.status[place] ?? GONE] === 1;

function readPlaces(stock: StockColumns, entry: Entry): void {
  const { size, epoch } = stock;
  if (entry.pairAt.length < size) {
    const longer = new Uint32Array(Math.ceil(size * 1.25));
    longer.set(entry.pairAt);
    entry.pairAt = longer;
  }
  const changed: number[] = [];
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
    changed.push(place);
  }
  readCodesOf(stock, entry.readCodes, changed);
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
  const shown = shownNamesOf(stock, entry.pairAt, entry.pairs.length);
  const colours = stock.color.names.length;
  if (entry.shown && areSame(entry.shown, shown) && entry.names.colours.length === colours) return;
  entry.shown = shown;
  entry.words = entry.pairs.map(({ model }) => wordsOf(stock.model.names[model] ?? ""));
  const keys = entry.words.map((words) => words.join(""));
  entry.bodies = Uint8Array.from(keys, bodyOfModel);
  entry.thirdRows = Uint8Array.from(keys, (key) => (hasThirdRow(key) ? 1 : 0));
  entry.names = stockNamesOf(stock, entry.pairs, shown);
  entry.vocabulary = vocabularyOf(entry.names);
}

const emptyEntry = (codes: Map<string, number>): Entry => ({
  ...{ epoch: -1, size: 0, pairs: [], pairOf: new Map(), pairAt: new Uint32Array(0), words: [] },
  ...{ codes, readCodes: { placeOf: codes, at: [] }, shown: null },
  ...{ listed: new Uint32Array(0), bodies: new Uint8Array(0), thirdRows: new Uint8Array(0) },
  names: {
    brands: new Map(),
    models: new Map(),
    variants: new Map(),
    places: new Map(),
    variantWords: new Map(),
    colours: [],
  },
  ...{
    vocabulary: { names: [], bySound: new Map() },
    orders: new Map(),
  },
});

/** The index of a stock as it is now; only what changed since the last call is read again. */
export function stockIndexOf(stock: StockColumns): StockIndex {
  const known = entries.get(stock);
  if (known?.epoch === stock.epoch && known.size === stock.size) return known;
  const entry = known ?? emptyEntry(new Map());
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
