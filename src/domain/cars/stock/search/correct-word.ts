import leven from "leven";
import { soundOf } from "../../matching/words.ts";
import { TALK_SPELLINGS, type Vocabulary } from "./vocabulary.ts";

/** Slips of the hand that a word of its length may hold. */
const slips = (length: number) => (length >= 9 ? 3 : length >= 6 ? 2 : length >= 4 ? 1 : 0);

/** The share of trigrams that two words have in common, from 0 to 1. */
function likeness(one: string, other: string): number {
  const trigrams = (word: string) => {
    const padded = `  ${word} `;
    return new Set([...padded.slice(2)].map((_, at) => padded.slice(at, at + 3)));
  };
  const [first, second] = [trigrams(one), trigrams(other)];
  const common = first.intersection(second).size;
  return common / (first.size + second.size - common);
}

const letters = (word: string) => [...word].sort().join("");

/** Slips between two words; two neighbours that changed places are one. */
function distanceOf(word: string, other: string, most: number): number {
  const distance = leven(word, other, { maxDistance: most + 1 });
  return distance === 2 && word.length === other.length && letters(word) === letters(other)
    ? 1
    : distance;
}

/** How far a word is from a known one; null when too far to mean it. */
function missOf(
  word: string,
  sound: string,
  known: { word: string; sound: string },
): number | null {
  const most = Math.min(slips(word.length), slips(known.word.length));
  if (sound === known.sound && Math.abs(word.length - known.word.length) <= 2) return 0.5;
  if (Math.abs(known.word.length - word.length) > most || word.length < 4) return null;
  const distance = distanceOf(word, known.word, most);
  if (distance > most) {
    return sound.length >= 5 && distanceOf(sound, known.sound, 1) <= 1 ? most + 0.5 : null;
  }
  return distance < 2 || likeness(word, known.word) >= 0.25 ? distance : null;
}

/** The word of a vocabulary that a misspelt one most likely means, or null. */
export function correctWord(vocabulary: Vocabulary, word: string): string | null {
  const sound = soundOf(word);
  let best: { word: string; miss: number; like: number } | null = null;
  const rest = vocabulary.bySound.get(sound[0] ?? "") ?? [];
  for (const known of [vocabulary.names, TALK_SPELLINGS, rest]) {
    for (const each of known) {
      const miss = missOf(word, sound, each);
      if (miss === null || (best && miss > best.miss)) continue;
      const like = likeness(word, each.word);
      if (!best || miss < best.miss || like > best.like) best = { word: each.word, miss, like };
    }
  }
  return best?.word ?? null;
}
