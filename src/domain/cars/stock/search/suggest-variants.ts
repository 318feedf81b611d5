import { compact, wordsOf } from "../../matching/words.ts";
import type { StockColumns } from "../columns.ts";
import { bestOf } from "./best-of.ts";
import { isListed, type StockIndex } from "./stock-index.ts";

/** A variant of a model, and how many published cars are of it. */
export interface VariantCount {
  brand: string;
  model: string;
  variant: string;
  count: number;
}

/** Of each variant, the bits of the words that begin one of its own. */
function bitsOfVariants({ names }: StockIndex, words: string[], most: number): Uint8Array {
  const bits = new Uint8Array(most);
  for (const [each, codes] of names.variants) {
    let found = 0;
    for (let n = 0; n < words.length; n += 1) if (each.startsWith(words[n] ?? "")) found |= 1 << n;
    if (found) for (const code of codes) bits[code] = (bits[code] ?? 0) | found;
  }
  return bits;
}

/** Of each pair, the bits of the words that its names do not hold; -1 where they hold none. */
const bitsBeside = ({ pairs }: StockIndex, { brand, model }: StockColumns, typed: string[]) =>
  Int16Array.from(pairs, (pair) => {
    const name = model.names[pair.model] ?? "";
    const own = wordsOf(`${brand.names[pair.brand] ?? ""} ${name}`).concat(compact(name));
    const beside = typed.map((word, n) => (own.includes(word) ? 0 : 1 << n));
    return beside.includes(0) ? beside.reduce((all, bit) => all | bit, 0) : -1;
  });

/**
 * The variants of the models whose names hold some of the typed words, by the rest of these: those
 * of the most published cars first, then by name.
 * @param typed eight words at most.
 * @param limit the most that are given.
 */
export function variantsOf(
  stock: StockColumns,
  index: StockIndex,
  typed: string[],
  limit: number,
): VariantCount[] {
  const { brand, model, variant } = stock;
  const most = variant.names.length;
  const asked = bitsBeside(index, stock, typed);
  if (asked.every((bits) => bits < 0)) return [];
  const bits = bitsOfVariants(index, typed, most);
  const counts = new Map<number, number>();
  for (let place = 0; place < stock.size; place += 1) {
    const pair = index.pairAt[place] ?? 0;
    const rest = asked[pair] ?? -1;
    const code = variant.codes[place] ?? 0;
    if (rest < 0 || code === 0 || ((bits[code] ?? 0) & rest) !== rest) continue;
    if (!isListed(stock, place)) continue;
    counts.set(pair * most + code, (counts.get(pair * most + code) ?? 0) + 1);
  }
  const nameOf = (number: number) => {
    const pair = index.pairs[Math.floor(number / most)] ?? { brand: 0, model: 0 };
    return {
      ...{ brand: brand.names[pair.brand] ?? "", model: model.names[pair.model] ?? "" },
      variant: variant.names[number % most] ?? "",
    };
  };
  const textOf = (number: number) => Object.values(nameOf(number)).join(" ");
  return bestOf(counts, limit, ([one, ofOne], [other, ofOther]) => {
    if (ofOne !== ofOther) return ofOther - ofOne;
    return textOf(one) < textOf(other) ? -1 : 1;
  }).map(([number, count]) => ({ ...nameOf(number), count }));
}
