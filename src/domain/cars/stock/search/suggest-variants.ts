import { wordsOf } from "../../matching/words.ts";
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
  for (const [letter, beginning] of Map.groupBy(words, (word) => word[0] ?? "")) {
    const asked = beginning.map((word) => ({ word, bit: 1 << words.indexOf(word) }));
    for (const { word: each, codes } of names.variantWords.get(letter) ?? []) {
      let found = 0;
      for (const { word, bit } of asked) if (each.startsWith(word)) found |= bit;
      if (!found) continue;
      for (const code of codes) bits[code] = (bits[code] ?? 0) | found;
    }
  }
  return bits;
}

/** Of each pair, the bits of the words that its names do not hold; -1 where they hold none. */
function bitsBeside({ pairs, words }: StockIndex, { brand }: StockColumns, typed: string[]) {
  const makers = new Map<number, string[]>();
  for (const { brand: code } of pairs) {
    if (!makers.has(code)) makers.set(code, wordsOf(brand.names[code] ?? ""));
  }
  const all = (1 << typed.length) - 1;
  return Int16Array.from(pairs, (pair, at) => {
    const own = words[at] ?? [];
    const maker = makers.get(pair.brand) ?? [];
    const whole = own.join("");
    let held = 0;
    for (const [n, word] of typed.entries())
      if (own.includes(word) || maker.includes(word) || whole === word) held |= 1 << n;
    return held ? all & ~held : -1;
  });
}

/**
 * The variants of the models whose names hold some of the typed words, by the rest of these: those
 * of the most published cars first, then by name.
 * @param words that are typed, eight words at most.
 * @param limit the most that are given.
 */
export function variantsOf(
  stock: StockColumns,
  index: StockIndex,
  words: string[],
  limit: number,
): VariantCount[] {
  const { brand, model, variant } = stock;
  const typed = [...new Set(words)];
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
  const textOf = (number: number) => {
    const { brand: maker, model: name, variant: own } = nameOf(number);
    return `${maker} ${name} ${own}`;
  };
  return bestOf(counts, limit, ([one, ofOne], [other, ofOther]) => {
    if (ofOne !== ofOther) return ofOther - ofOne;
    const isSamePair = Math.floor(one / most) === Math.floor(other / most);
    const own = (number: number) => variant.names[number % most] ?? "";
    const [text, otherText] = isSamePair ? [own(one), own(other)] : [textOf(one), textOf(other)];
    return text < otherText ? -1 : 1;
  }).map(([number, count]) => ({ ...nameOf(number), count }));
}
