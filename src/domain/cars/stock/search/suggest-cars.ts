import { compact, wordsOf } from "../../matching/words.ts";
import type { StockColumns } from "../columns.ts";
import { brandFormsOf } from "./brand-nicknames.ts";
import { codeKey, isListed, type StockIndex, stockIndexOf } from "./stock-index.ts";
import { type Match, matchTyped, type Typed, typedOf } from "./suggest-match.ts";

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
  const models = index.pairs.map((pair, at): Candidate => {
    const count = index.listed[at] ?? 0;
    ofBrands.set(pair.brand, (ofBrands.get(pair.brand) ?? 0) + count);
    const names = { brand: brand.names[pair.brand] ?? "", model: model.names[pair.model] ?? "" };
    const own = compact(names.model);
    const forms = [own, ...brandFormsOf(names.brand).map((form) => form + own)];
    const words = [...wordsOf(names.brand), ...wordsOf(names.model)];
    const match = count > 0 ? matchTyped(typed, forms, words) : null;
    return { kind: "model", text: `${names.brand} ${names.model}`, count, query: names, match };
  });
  const brands = [...ofBrands].map(([code, count]): Candidate => {
    const text = brand.names[code] ?? "";
    const match = count > 0 ? matchTyped(typed, brandFormsOf(text), wordsOf(text)) : null;
    return { kind: "brand", text, count, query: { brand: text }, match };
  });
  return [...brands, ...models];
}

/** The variants that have a word beginning with each of some words; null stands for all. */
function variantsWith({ names }: StockIndex, words: string[]): Set<number> | null {
  const found = words.map((word) => {
    const codes = new Set<number>();
    for (const [each, ofWord] of names.variants) {
      if (each.startsWith(word)) for (const code of ofWord) codes.add(code);
    }
    return codes;
  });
  return found.reduce<Set<number> | null>((all, codes) => all?.intersection(codes) ?? codes, null);
}

/** The variants of the models whose names the typed words hold, by the words beside these. */
function variants(stock: StockColumns, index: StockIndex, typed: Typed): Candidate[] {
  const meant = index.pairs.map(({ brand, model }) => {
    const name = stock.model.names[model] ?? "";
    const words = new Set(
      wordsOf(`${stock.brand.names[brand] ?? ""} ${name}`).concat(compact(name)),
    );
    const rest = typed.words.filter((word) => !words.has(word));
    return rest.length < typed.words.length ? { codes: variantsWith(index, rest) } : null;
  });
  const most = stock.variant.names.length;
  const counts = new Map<number, number>();
  for (let place = 0; place < stock.size; place += 1) {
    const pair = index.pairAt[place] ?? 0;
    const { codes } = meant[pair] ?? {};
    const code = stock.variant.codes[place] ?? 0;
    if (codes === undefined || codes?.has(code) === false || !isListed(stock, place)) continue;
    counts.set(pair * most + code, (counts.get(pair * most + code) ?? 0) + 1);
  }
  return [...counts].flatMap(([number, count]): Candidate[] => {
    const variant = stock.variant.names[number % most] ?? "";
    const pair = index.pairs[Math.floor(number / most)];
    const brand = stock.brand.names[pair?.brand ?? 0] ?? "";
    const model = stock.model.names[pair?.model ?? 0] ?? "";
    if (!variant) return [];
    const query = { brand, model, q: variant.slice(0, 100) };
    return [{ kind: "variant", text: `${brand} ${model} ${variant}`, count, query, match: 2 }];
  });
}

function coded(stock: StockColumns, { codes }: StockIndex, q: string): Candidate[] {
  const key = codeKey(q);
  if (key.length < 3 || !/\d/.test(key)) return [];
  const found: Candidate[] = [];
  for (const [code, place] of codes) {
    if (!code.startsWith(key) || !isListed(stock, place)) continue;
    const own = stock.displayCode[place] ?? "";
    if (codeKey(own) !== code) continue;
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
    ...variants(stock, index, typed),
  ].filter(({ match }) => match !== null);
  const spelled = all.filter(({ match }) => match !== 3);
  return (spelled.length > 0 ? spelled : all)
    .sort(inOrder)
    .slice(0, limit)
    .map(({ match: _, ...suggestion }) => suggestion);
}
