/** What a part is of a whole, in percent with one decimal. */
export const percentOf = (part: number, whole: number): number =>
  Math.round((part / whole) * 1_000) / 10;
