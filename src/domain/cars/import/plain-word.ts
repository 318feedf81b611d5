/** A word for comparison: lower case, without accents, spaces and punctuation; "A/T" is "at". */
export const plainWord = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
