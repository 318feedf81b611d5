import { OTHER_MODELS } from "../../matching/model-names.ts";
import { colourOf } from "../../matching/words.ts";
import { LIST_WISHES } from "./closed-words.ts";
import { correctWord } from "./correct-word.ts";
import { isAboutNumbers } from "./number-words.ts";
import { codeKey } from "./shown-codes.ts";
import type { StockIndex } from "./stock-index.ts";
import { isAside, PLACES, PREFERENCE_OF } from "./talk.ts";

/** Words of a query that are looked up by their spelling: each is compared with all that are known. */
const MOST_CORRECTED = 6;

const OTHERS = new Set(OTHER_MODELS);

type IsKnown = (word: string) => boolean;

const knownBy = ({ names, codes }: StockIndex): IsKnown => {
  const { brands, models, variants, places } = names;
  const known = [brands, models, variants, places, codes, LIST_WISHES, PREFERENCE_OF, PLACES];
  return (word) =>
    known.some((words) => words.has(word)) ||
    colourOf(word) !== null ||
    isAboutNumbers(word) ||
    isAside(word);
};

/** "hondajazz" in two, where both halves are known. */
function split(word: string, isKnown: IsKnown): [string, string] | null {
  for (let at = word.length - 2; at >= 2; at -= 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (Math.max(head.length, tail.length) < 4) continue;
    const isYear = /^(19|20)\d\d$/.test(tail);
    if (isKnown(head) && (isYear || isKnown(tail))) return [head, tail];
  }
  return null;
}

/**
 * The words of a query with misspelt ones put right and glued ones taken apart. Only what nothing
 * is known of is touched.
 */
export function spellWords(
  index: StockIndex,
  words: string[],
): { words: string[]; corrected: { from: string; to: string }[] } {
  const isKnown = knownBy(index);
  const isPhrase = (phrase: string) =>
    index.names.models.has(phrase) ||
    index.names.brands.has(phrase) ||
    index.codes.has(phrase) ||
    LIST_WISHES.has(phrase) ||
    PREFERENCE_OF.has(phrase);
  // Words that are one name or phrase together are right as they are.
  const joined = new Set<number>();
  words.forEach((_, from) => {
    for (const length of [2, 3, 4]) {
      const part = words.slice(from, from + length);
      if (part.length < length || !isPhrase(codeKey(part.join("")))) continue;
      for (let at = from; at < from + length; at += 1) joined.add(at);
    }
  });
  const corrected: { from: string; to: string }[] = [];
  let tried = 0;
  const spelled = words.flatMap((word, at) => {
    if (joined.has(at) || isKnown(word) || /^\d/.test(word) || word.length < 3) return [word];
    const parts = split(word, isKnown);
    if (parts) return parts;
    if (/\d/.test(word) || OTHERS.has(word) || tried === MOST_CORRECTED) return [word];
    tried += 1;
    const to = correctWord(index.vocabulary, word);
    if (!to) return [word];
    corrected.push({ from: word, to });
    return [to];
  });
  return { words: spelled, corrected };
}
