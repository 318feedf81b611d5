import { seriesFormsOf } from "../../matching/series-names.ts";
import { isUnit } from "./number-words.ts";
import type { StockIndex } from "./stock-index.ts";
import type { Named, Pair, StockNames } from "./stock-names.ts";

export interface NamesRead {
  /** Of each pair: 0 not named, 1 by a part of its name, 2 by the whole; null where none is. */
  pairs: Uint8Array | null;
  brands: number[];
  models: number[];
  /** Which words are part of names. */
  read: Set<number>;
}

/** Words that may be one name together. */
const LONGEST_NAME = 4;

/** Brands whose models' numbers tell a series: "320d" and "c200" where the stock has series. */
const NUMBERED = [
  { brand: "bmw", numbers: /^\d{3}(i|d|e|ci|li|ld|xd|xi|gt)?$/ },
  { brand: "mercedesbenz", numbers: /^[abceglmsv]{1,3}[ -]?\d{2,3}[a-z]?$/ },
];

/** Models of the series that a number is of; digits alone mean one right behind the brand. */
function seriesNamed(names: StockNames, form: string, before: Set<number> | null) {
  return NUMBERED.filter(({ numbers }) => numbers.test(form)).flatMap(({ brand }) => {
    const makers = names.brands.get(brand) ?? [];
    if (/^\d+$/.test(form) && !makers.some((maker) => before?.has(maker))) return [];
    const letters = /^[a-z]{2,}(?=\d)/.exec(form)?.[0];
    const forms = [...seriesFormsOf(brand, form), ...(letters ? [letters] : [])];
    return forms.flatMap((each) => names.models.get(each) ?? []);
  });
}

/** "honda jazz" means Honda's; a brand none of whose models is named stands for all of them. */
function meantPairs(
  pairs: Pair[],
  brands: Set<number>,
  named: Pick<Named, "pair" | "isWhole">[][],
): { quality: Uint8Array; models: number[] } {
  const brandOf = (pair: number) => pairs[pair]?.brand ?? -1;
  const quality = new Uint8Array(pairs.length);
  const withModel = new Set<number>();
  const models = new Set<number>();
  for (const found of named) {
    const own = found.filter(({ pair }) => brands.has(brandOf(pair)));
    for (const { pair, isWhole } of own.length > 0 ? own : found) {
      quality[pair] = Math.max(quality[pair] ?? 0, isWhole ? 2 : 1);
      withModel.add(brandOf(pair));
      models.add(pairs[pair]?.model ?? 0);
    }
  }
  const isMeant = (brand: number) =>
    brands.has(brand) && !withModel.has(brand) && (named.length === 0 || brands.size > 1);
  pairs.forEach(({ brand }, pair) => {
    if (isMeant(brand)) quality[pair] = 2;
  });
  return { quality, models: [...models] };
}

/** The brands and models of a stock that words name. */
export function readNames(
  { names, pairs }: StockIndex,
  words: string[],
  isTaken: (at: number) => boolean,
): NamesRead {
  const read = new Set<number>();
  const brands = new Set<number>();
  const named: Named[][] = [];
  let brandBefore: Set<number> | null = null;
  for (let at = 0; at < words.length; at += 1) {
    let length = Math.min(LONGEST_NAME, words.length - at);
    let hit = false;
    for (; length > 0 && !hit; length -= 1) {
      const span = words.slice(at, at + length);
      if (span.some((_, n) => isTaken(at + n))) continue;
      const last = span.at(-1) ?? "";
      if (/^\d+$/.test(last) && isUnit(words[at + length] ?? "")) continue;
      const form = span.join("");
      const makers = names.brands.get(form);
      const known = names.models.get(form) ?? seriesNamed(names, form, brandBefore);
      const found = known.filter(({ pair, needsBrand }) => {
        const brand = pairs[pair]?.brand ?? -1;
        return !needsBrand || brandBefore?.has(brand) || words.length === length;
      });
      if (makers && (found.length === 0 || at === 0)) {
        for (const brand of makers) brands.add(brand);
        brandBefore = new Set(makers);
      } else if (found.length > 0) {
        named.push(found);
        brandBefore = null;
      } else continue;
      hit = true;
      for (let n = at; n < at + length; n += 1) read.add(n);
      at += length - 1;
    }
    if (!hit) brandBefore = null;
  }
  if (brands.size === 0 && named.length === 0) return { pairs: null, brands: [], models: [], read };
  const { quality, models } = meantPairs(pairs, brands, named);
  return { pairs: quality, brands: [...brands], models, read };
}
