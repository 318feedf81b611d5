import leven from "leven";
import { soundOf, wordsOf } from "../../matching/words.ts";

/** How well a name goes on from what is typed: 0 best; null when it does not. */
export type Match = 0 | 1 | 2 | 3 | null;

/** Letters that may be wrong among as many typed. */
const slips = (typed: number) => (typed >= 8 ? 2 : typed >= 4 ? 1 : 0);

/** What is typed so far, in the forms that names are compared with. */
export interface Typed {
  words: string[];
  /** Without spaces. */
  whole: string;
  sound: string;
}

export const typedOf = (text: string): Typed => {
  const words = wordsOf(text).slice(0, 8);
  const whole = words.join("");
  return { words, whole, sound: soundOf(whole) };
};

function isNear({ whole, sound }: Typed, name: string): boolean {
  const most = slips(whole.length);
  if (most === 0 || /\d/.test(whole)) return false;
  if (soundOf(name).startsWith(sound)) return true;
  return [whole.length - 1, whole.length, whole.length + 1].some(
    (length) =>
      length > 2 && leven(whole, name.slice(0, length), { maxDistance: most + 1 }) <= most,
  );
}

/**
 * Compares what is typed with a name.
 * @param forms the names by which it goes, without spaces, its own first.
 * @param words of the whole name.
 */
export function matchTyped(typed: Typed, forms: string[], words: string[]): Match {
  const { whole } = typed;
  if (!whole) return null;
  if (forms[0]?.startsWith(whole)) return 0;
  if (forms.some((form) => form.startsWith(whole))) return 1;
  if (typed.words.every((word) => words.some((each) => each.startsWith(word)))) return 2;
  return forms.some((form) => isNear(typed, form)) ? 3 : null;
}
