import { colourOf, wordsOf } from "../../matching/words.ts";
import type { NameColumn, StockColumns } from "../columns.ts";
import { brandFormsOf } from "./brand-nicknames.ts";
import { modelFormsOf } from "./model-forms.ts";
import type { ShownNames } from "./shown-names.ts";

/** A model of a brand that the stock has or had, drafts included. */
export interface Pair {
  brand: number;
  model: number;
}

/** What a form names: a model by its whole name, or by a part of it that others may share. */
export interface Named {
  pair: number;
  isWhole: boolean;
  /** It means the model only right behind the brand: "vw up". */
  needsBrand: boolean;
}

/** The words by which a stock's cars are called, each with the codes of the names it is part of. */
export interface StockNames {
  brands: Map<string, number[]>;
  models: Map<string, Named[]>;
  variants: Map<string, number[]>;
  places: Map<string, number[]>;
  /** The same of variants, by the first letter of their words. */
  variantWords: Map<string, { word: string; codes: number[] }[]>;
  /** Of each colour of the stock, what its words mean. */
  colours: string[][];
}

function wordCodes({ names }: NameColumn, shown: Uint8Array): Map<string, number[]> {
  const found = new Map<string, number[]>();
  names.forEach((name, code) => {
    if (!shown[code]) return;
    const words = wordsOf(name);
    const pairs = words
      .slice(1)
      .map((word, at) => `${words[at]}${word}`)
      .filter((pair) => pair.length > 3);
    for (const word of [...words, ...pairs]) {
      const codes = listOf(found, word);
      if (codes.at(-1) !== code) codes.push(code);
    }
  });
  return found;
}

function listOf<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** Whether a pair is named already; pairs come one after the other, so its entries are the last. */
function isNamed(named: Named[], pair: number, needsBrand: boolean): boolean {
  for (let at = named.length - 1; named[at]?.pair === pair; at -= 1) {
    if (Number(named[at]?.needsBrand) <= Number(needsBrand)) return true;
  }
  return false;
}

/** The words of a stock's names, of those that are shown; pairs are told by their place. */
export function stockNamesOf(stock: StockColumns, pairs: Pair[], shown: ShownNames): StockNames {
  const brands = new Map<string, number[]>();
  const models = new Map<string, Named[]>();
  const known = pairs.filter((_, pair) => shown.pairs[pair]);
  for (const code of new Set(known.map(({ brand }) => brand))) {
    for (const form of new Set(brandFormsOf(stock.brand.names[code] ?? ""))) {
      if (form) listOf(brands, form).push(code);
    }
  }
  pairs.forEach(({ brand, model }, pair) => {
    if (!shown.pairs[pair]) return;
    const forms = modelFormsOf(stock.brand.names[brand] ?? "", stock.model.names[model] ?? "");
    for (const { form, isWhole, needsBrand } of forms) {
      const named = listOf(models, form);
      if (!isNamed(named, pair, needsBrand)) named.push({ pair, isWhole, needsBrand });
    }
  });
  const colours = stock.color.names.map((name) => [
    ...new Set(
      wordsOf(name)
        .map(colourOf)
        .filter((colour) => colour !== null),
    ),
  ]);
  const variants = wordCodes(stock.variant, shown.variants);
  return {
    ...{ brands, models, variants },
    variantWords: Map.groupBy(
      Array.from(variants, ([word, codes]) => ({ word, codes })),
      ({ word }) => word[0] ?? "",
    ),
    places: wordCodes(stock.location, shown.places),
    colours,
  };
}
