import { colourOf } from "../../matching/words.ts";
import type { StockColumns } from "../columns.ts";
import { LIST_WISHES, membersOf } from "./closed-words.ts";
import { queryWordsOf } from "./query-words.ts";
import { readNames } from "./read-names.ts";
import { isAboutNumbers, readNumbers } from "./read-numbers.ts";
import { spellWords } from "./spell-words.ts";
import { codeKey, type StockIndex } from "./stock-index.ts";
import { isAside, LOW_MILEAGE_KM, PLACES, PREFERENCE_OF } from "./talk.ts";
import type { Preference } from "./understood.ts";
import type { Wish, WordWish } from "./wish.ts";

/** Words that come before many names; of a variant they are no must. */
const SOFT = new Set("all new the baru and edition type".split(" "));

/** The words behind these are what is not wanted. */
const NOT = /^(bukan|selain|kecuali|except|non|not|jangan|tanpa|without)$/;

const SEVEN = /^(7|tujuh|seven)$/;
const SEATS = /^(seater|seat|seats|kursi|penumpang|orang)$/;

/** Reads what a query asks of the cars of a stock. */
export function parseQuery(query: string, stock: StockColumns, index: StockIndex): Wish {
  const { words: typed, corrected } = spellWords(index, queryWordsOf(query));
  const words = typed.flatMap((word) => PLACES.get(word) ?? [word]);
  const taken = new Set<number>();
  const isTaken = (at: number) => taken.has(at);
  const take = (from: number, length: number) => {
    for (let at = from; at < from + length; at += 1) taken.add(at);
  };
  words.forEach((word, at) => {
    if (NOT.test(word)) take(at, 2);
  });

  const coded = new Set<number>();
  const spans = (length: number) =>
    words.slice(length - 1).map((_, at) => ({ at, form: words.slice(at, at + length).join("") }));
  for (const length of [3, 2, 1]) {
    for (const { at, form } of spans(length)) {
      const place = index.codes.get(codeKey(form));
      const isCode =
        form.length >= 3 && /\d/.test(form) && (/[a-z]/.test(form) || words.length === length);
      if (place === undefined || !isCode || index.names.models.has(form) || isTaken(at)) continue;
      if (codeKey(stock.displayCode[place] ?? "") !== form) continue;
      coded.add(place);
      take(at, length);
    }
  }

  // Phrases of several words go before names: a "city car" is no Honda City.
  const bits = { transmission: 0, fuel: 0, bodyType: 0 };
  let order: Preference | "newest" = "newest";
  let mileageMax: number | undefined;
  let hasThirdRow = false;
  const takePhrases = (length: number) => {
    for (const { at, form } of spans(length)) {
      if (Array.from({ length }, (_, n) => isTaken(at + n)).some(Boolean)) continue;
      const wish = LIST_WISHES.get(form);
      const preference = PREFERENCE_OF.get(form);
      if (wish && !(length > 1 && index.names.models.has(form))) bits[wish.list] |= wish.bits;
      else if (preference) order = preference;
      else if (length === 2 && SEVEN.test(words[at] ?? "") && SEATS.test(words[at + 1] ?? ""))
        hasThirdRow = true;
      else continue;
      if (preference === "mileage") mileageMax = LOW_MILEAGE_KM;
      take(at, length);
    }
  };
  takePhrases(3);
  takePhrases(2);
  const named = readNames(index, words, isTaken);
  for (const at of named.read) taken.add(at);
  takePhrases(1);
  const { numbers, read } = readNumbers(words, isTaken);
  for (const at of read) taken.add(at);

  const colours = new Set<string>();
  const wished: WordWish[] = [];
  const unknown: string[] = [];
  words.forEach((word, at) => {
    if (isTaken(at)) return;
    const colour = colourOf(word);
    if (colour) {
      colours.add(colour);
      return;
    }
    // An engine's size stands in variants in litres.
    const litres =
      /^cc$/.test(words[at + 1] ?? "") && /^\d{3,4}$/.test(word)
        ? (Math.round(Number(word) / 100) / 10).toFixed(1)
        : word;
    const variants = index.names.variants.get(litres);
    const places = index.names.places.get(word);
    const isTalk = isAside(word) || isAboutNumbers(word);
    if (isTalk && !SOFT.has(word)) return;
    if (variants || places) wished.push({ text: litres, variants, places, isSoft: SOFT.has(word) });
    else if (!isTalk && word.length > 1) unknown.push(word);
  });

  const { year = {}, price = {}, mileage } = numbers;
  mileageMax = mileage?.max ?? mileageMax;
  const texts = [
    ...new Set(wished.map(({ text }) => text)),
    ...unknown,
    ...[...coded].map((place) => stock.displayCode[place] ?? ""),
  ];
  const list = (name: keyof typeof bits) => (bits[name] ? membersOf(name, bits[name]) : undefined);
  const some = <Value>(values: Value[]) => (values.length > 0 ? values : undefined);
  const nameList = (codes: number[], names: string[]) =>
    some(codes.map((code) => names[code] ?? ""));
  const isTold =
    named.pairs !== null ||
    coded.size > 0 ||
    colours.size > 0 ||
    wished.length > 0 ||
    hasThirdRow ||
    order !== "newest" ||
    mileageMax !== undefined ||
    Object.values(bits).some(Boolean) ||
    read.size > 0;
  const told = {
    ...{
      brand: nameList(named.brands, stock.brand.names),
      model: nameList(named.models, stock.model.names),
    },
    ...{
      yearMin: year.min,
      yearMax: year.max,
      priceMin: price.min,
      priceMax: price.max,
      mileageMax,
    },
    ...{ transmission: list("transmission"), fuel: list("fuel"), bodyType: list("bodyType") },
    ...{ color: some([...colours]), words: some(hasThirdRow ? [...texts, "7 seater"] : texts) },
    ...{ corrected: some(corrected), order: order === "newest" ? undefined : order },
  };
  const understood = Object.fromEntries(
    Object.entries(told).filter(([, value]) => value !== undefined),
  );
  return {
    ...{
      pairs: named.pairs,
      year,
      price,
      mileageMax,
      ...bits,
      hasThirdRow,
      colours,
      words: wished,
      coded,
    },
    ...{ order, understood, isTold, hasUnknown: unknown.length > 0 },
    hasWords: words.length > 0,
  };
}
