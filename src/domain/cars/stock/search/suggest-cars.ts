import { wordsOf } from "../../matching/words.ts";
import type { StockColumns } from "../columns.ts";
import { bestOf } from "./best-of.ts";
import { brandFormsOf } from "./brand-nicknames.ts";
import { codeKey } from "./shown-codes.ts";
import { isListed, type StockIndex, stockIndexOf } from "./stock-index.ts";
import { type Match, matchTyped, type Typed, typedOf } from "./suggest-match.ts";
import { variantsOf } from "./suggest-variants.ts";

export const SUGGESTION_KINDS = ["brand", "model", "variant", "car"] as const;

/** Something in stock that may be meant by what is typed so far. */
export interface Suggestion {
  kind: (typeof SUGGESTION_KINDS)[number];
  text: string;
  /** Published cars of it. */
  count: number;
  /** Parameters with which the list of cars shows them. */
  query: { brand?: string; model?: string; q?: string };
}

interface Candidate extends Suggestion {
  match: Match;
}

/** Cars that are suggested by the beginning of their code. */
const MOST_CODES = 3;

function brandsAndModels(stock: StockColumns, index: StockIndex, typed: Typed): Candidate[] {
  const { brand, model } = stock;
  const ofBrands = new Map<number, number>();
  for (const [at, pair] of index.pairs.entries()) {
    const count = index.listed[at] ?? 0;
    if (count > 0) ofBrands.set(pair.brand, (ofBrands.get(pair.brand) ?? 0) + count);
  }
  const makers = new Map(
    [...ofBrands.keys()].map((code) => {
      const name = brand.names[code] ?? "";
      return [code, { name, forms: brandFormsOf(name), words: wordsOf(name) }] as const;
    }),
  );
  const models = index.pairs.flatMap((pair, at): Candidate[] => {
    const count = index.listed[at] ?? 0;
    const maker = makers.get(pair.brand);
    if (!maker || count === 0) return [];
    const query = { brand: maker.name, model: model.names[pair.model] ?? "" };
    const words = index.words[at] ?? [];
    const own = words.join("");
    const forms = [own, ...maker.forms.map((form) => form + own)];
    const match = matchTyped(typed, forms, [...maker.words, ...words]);
    if (match === null) return [];
    return [{ kind: "model", text: `${query.brand} ${query.model}`, count, query, match }];
  });
  const brands = [...makers].map(([code, { name, forms, words }]): Candidate => {
    const match = matchTyped(typed, forms, words);
    const count = ofBrands.get(code) ?? 0;
    return { kind: "brand", text: name, count, query: { brand: name }, match };
  });
  return [...brands, ...models];
}

function variants(
  stock: StockColumns,
  index: StockIndex,
  { words }: Typed,
  limit: number,
): Candidate[] {
  return variantsOf(stock, index, words, limit).map(({ brand, model, variant, count }) => {
    const query = { brand, model, q: variant.slice(0, 100) };
    return { kind: "variant", text: `${brand} ${model} ${variant}`, count, query, match: 2 };
  });
}

function coded(stock: StockColumns, { codes }: StockIndex, q: string): Candidate[] {
  const key = codeKey(q);
  if (key.length < 3 || !/\d/.test(key)) return [];
  const found: Candidate[] = [];
  for (const [code, place] of codes) {
    if (!code.startsWith(key) || !isListed(stock, place)) continue;
    const own = stock.displayCode[place] ?? "";
    const brand = stock.brand.names[stock.brand.codes[place] ?? 0] ?? "";
    const model = stock.model.names[stock.model.codes[place] ?? 0] ?? "";
    const text = `${own} ${stock.year[place]} ${brand} ${model}`;
    found.push({ kind: "car", text, count: 1, query: { q: own }, match: code === key ? 0 : 1 });
    if (found.length === MOST_CODES) break;
  }
  return found;
}

const inOrder = (one: Candidate, other: Candidate): number =>
  (one.match ?? 9) - (other.match ?? 9) ||
  SUGGESTION_KINDS.indexOf(one.kind) - SUGGESTION_KINDS.indexOf(other.kind) ||
  other.count - one.count ||
  (one.text < other.text ? -1 : 1);

/**
 * Brands, models, variants and cars of a stock's published cars that may be meant by what is typed
 * so far, the likeliest first. Misspelt ones are only suggested where nothing is spelled like it.
 * @param limit the most that are suggested.
 */
export function suggestCars(q: string, stock: StockColumns, limit: number): Suggestion[] {
  const index = stockIndexOf(stock);
  const typed = typedOf(q);
  const all = [
    ...coded(stock, index, q),
    ...brandsAndModels(stock, index, typed),
    ...variants(stock, index, typed, limit),
  ].filter(({ match }) => match !== null);
  const spelled = all.filter(({ match }) => match !== 3);
  return bestOf(spelled.length > 0 ? spelled : all, limit, inOrder).map(
    ({ match: _, ...suggestion }) => suggestion,
  );
}
