import { COLOUR_WORDS, soundOf } from "../../matching/words.ts";
import { LIST_WISHES } from "./closed-words.ts";
import type { StockNames } from "./stock-names.ts";

interface Spelling {
  word: string;
  sound: string;
}

/** Words of a stock that a misspelt one may have meant. */
export interface Vocabulary {
  /** Of brands and models. */
  names: Spelling[];
  /** Of variants and places, by the first letter of their sound. */
  bySound: Map<string, Spelling[]>;
}

/** Shorter words are too much like one another. */
const SHORTEST = 4;

function spellings(words: Iterable<string>): Spelling[] {
  const fit = [...new Set(words)].filter((word) => word.length >= SHORTEST && !/\d/.test(word));
  return fit.map((word) => ({ word, sound: soundOf(word) }));
}

/** Words of closed lists and colours, alike for every stock. */
export const TALK_SPELLINGS: readonly Spelling[] = spellings([
  ...LIST_WISHES.keys(),
  ...COLOUR_WORDS,
  ...["dibawah", "diatas", "murah", "kilometer"],
]);

export function vocabularyOf({ brands, models, variants, places }: StockNames): Vocabulary {
  const rest = spellings([...variants.keys(), ...places.keys()]);
  return {
    names: spellings([...brands.keys(), ...models.keys()]),
    bySound: Map.groupBy(rest, ({ sound }) => sound[0] ?? ""),
  };
}
