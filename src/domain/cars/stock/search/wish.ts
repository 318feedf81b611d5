import type { Preference, Range, Understood } from "./understood.ts";

/** A word that is part of a variant or a place, or of both. */
export interface WordWish {
  text: string;
  variants: Set<number> | undefined;
  places: Set<number> | undefined;
  /** It comes before many names, and is no must. */
  isSoft: boolean;
}

/** What a query asks of a car. */
export interface Wish {
  /** Of each pair: 0 not asked for, 1 by a part of its name, 2 by the whole; null asks for none. */
  pairs: Uint8Array | null;
  year: Range;
  price: Range;
  mileageMax: number | undefined;
  /** Bits by place in the list plus 1; 0 asks for none. */
  transmission: number;
  fuel: number;
  bodyType: number;
  hasThirdRow: boolean;
  colours: Set<string>;
  words: WordWish[];
  /** Places whose code is named. */
  coded: Set<number>;
  order: Preference | "newest";
  understood: Understood;
  /** Whether any of it tells something; false for nothing but asides and for unknown words. */
  isTold: boolean;
  hasWords: boolean;
  /** Whether there are words that nothing is known of. */
  hasUnknown: boolean;
}
