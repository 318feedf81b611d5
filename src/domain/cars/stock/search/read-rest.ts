import { colourOf } from "../../matching/words.ts";
import { isAboutNumbers } from "./number-words.ts";
import type { QueryReader } from "./query-reader.ts";
import type { StockNames } from "./stock-names.ts";
import { isAside } from "./talk.ts";
import type { WordWish } from "./wish.ts";

/** Words that come before many names; of a variant they are no must. */
const SOFT = new Set(["all", "new", "the", "baru", "and", "edition", "type"]);

export interface Rest {
  colours: Set<string>;
  /** Words of variants and places of the stock. */
  words: WordWish[];
  /** Words that nothing is known of. */
  unknown: string[];
}

/** An engine's size as it stands in variants: 1500 cc is 1.5. */
const litresOf = (word: string): string => (Math.round(Number(word) / 100) / 10).toFixed(1);

/** The colours, variants and places among the words that are not taken, and what remains. */
export function readRest({ words, isTaken }: QueryReader, names: StockNames): Rest {
  const rest: Rest = { colours: new Set(), words: [], unknown: [] };
  words.forEach((word, at) => {
    if (isTaken(at)) return;
    const colour = colourOf(word);
    if (colour) {
      rest.colours.add(colour);
      return;
    }
    const isSoft = SOFT.has(word);
    const isTalk = isAside(word) || isAboutNumbers(word);
    if (isTalk && !isSoft) return;
    const isEngine = words[at + 1] === "cc" && /^\d{3,4}$/.test(word);
    const text = isEngine ? litresOf(word) : word;
    const variants = names.variants.get(text);
    const places = names.places.get(word);
    if (variants || places) {
      const of = { variants: variants && new Set(variants), places: places && new Set(places) };
      rest.words.push({ text, ...of, isSoft });
    }
    if (!variants && !places && !isTalk && word.length > 1) rest.unknown.push(word);
  });
  return rest;
}
