/** The words of a query, and which of them are understood already. */
export interface QueryReader {
  words: string[];
  isTaken(at: number): boolean;
  take(from: number, length: number): void;
  /** Every run of so many words that are not taken, without spaces. */
  runs(length: number): { at: number; form: string }[];
}

/** The words behind these are what is not wanted. */
const NOT = /^(bukan|selain|kecuali|except|non|not|jangan|tanpa|without)$/;

export function queryReader(words: string[]): QueryReader {
  const taken = new Set<number>();
  const take = (from: number, length: number) => {
    for (let at = from; at < from + length; at += 1) taken.add(at);
  };
  words.forEach((word, at) => {
    if (NOT.test(word)) take(at, 2);
  });
  return {
    words,
    isTaken: (at) => taken.has(at),
    take,
    runs: (length) =>
      words
        .map((_, at) => ({ at, form: words.slice(at, at + length).join("") }))
        .slice(0, Math.max(0, words.length - length + 1))
        .filter(({ at }) => !words.slice(at, at + length).some((_, n) => taken.has(at + n))),
  };
}
