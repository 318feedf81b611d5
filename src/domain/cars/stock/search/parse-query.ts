import type { StockColumns } from "../columns.ts";
import { queryReader } from "./query-reader.ts";
import { queryWordsOf } from "./query-words.ts";
import { readNames } from "./read-names.ts";
import { readNumbers } from "./read-numbers.ts";
import { type Phrases, readCodes, readPhrases } from "./read-phrases.ts";
import { readRest } from "./read-rest.ts";
import { spellWords } from "./spell-words.ts";
import type { StockIndex } from "./stock-index.ts";
import { PLACES } from "./talk.ts";
import { tellUnderstood } from "./tell-understood.ts";
import type { Wish } from "./wish.ts";

/** Reads what a query asks of the cars of a stock. */
export function parseQuery(query: string, stock: StockColumns, index: StockIndex): Wish {
  const { words, corrected } = spellWords(index, queryWordsOf(query));
  const reader = queryReader(words.flatMap((word) => PLACES.get(word) ?? [word]));
  const coded = readCodes(reader, index);
  const phrases: Phrases = {
    ...{ transmission: 0, fuel: 0, bodyType: 0, hasThirdRow: false },
    ...{ order: "newest", mileageMax: undefined },
  };
  // Phrases of several words go before names: a "city car" is no Honda City.
  for (const length of [3, 2]) readPhrases(reader, length, index, phrases);
  const named = readNames(index, reader.words, reader.isTaken);
  for (const at of named.read) reader.take(at, 1);
  readPhrases(reader, 1, index, phrases);
  const { numbers, read } = readNumbers(reader.words, reader.isTaken);
  for (const at of read) reader.take(at, 1);
  const { colours, words: wished, unknown } = readRest(reader, index.names);
  const { year = {}, price = {}, mileage } = numbers;
  const wish = {
    ...{ ...phrases, pairs: named.pairs, coded, colours, words: wished, year, price },
    mileageMax: mileage?.max ?? phrases.mileageMax,
  };
  const codes = [...coded].map((place) => stock.displayCode[place] ?? "");
  return {
    ...wish,
    understood: tellUnderstood(wish, named, stock, [...unknown, ...codes], corrected),
    isTold:
      [coded.size, colours.size, wished.length, read.size].some((count) => count > 0) ||
      (phrases.transmission | phrases.fuel | phrases.bodyType) !== 0 ||
      [named.pairs !== null, phrases.hasThirdRow, phrases.order !== "newest"].some(Boolean),
    hasUnknown: unknown.length > 0,
    hasWords: words.length > 0,
  };
}
