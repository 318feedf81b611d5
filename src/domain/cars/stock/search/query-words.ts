import { wordsOf } from "../../matching/words.ts";

/** Words that are read of a query. */
const MOST_WORDS = 32;

/** Signs and their like as the word that means them, so that reading words is enough. */
const SIGNS: [RegExp, string][] = [
  [/\b([am])\s?\/\s?t\b/g, "$1t"],
  [/\bs\s?\/\s?d\b/g, " sampai "],
  [/\bdi (bawah|atas)\b/g, "di$1"],
  [/\bke (atas|bawah)\b/g, "ke$1"],
  [/\b(kurang|lebih) (?:dari|dr)\b/g, "$1dari"],
  [/\b(under|less|lower) than\b/g, "under"],
  [/\b(over|more|newer|higher) than\b/g, "over"],
  [/\bup to\b/g, "sampai"],
  [
    /\b(?:tidak|gak|ga|nggak|enggak|jangan) (?:sampai |sampe )?(?:lebih|lewat)(?:dari| dari)?\b/g,
    "maksimal",
  ],
  [/\babove\b/g, "over"],
  [/<=|≤|=</g, " maksimal "],
  [/>=|≥|=>/g, " minimal "],
  [/</g, " dibawah "],
  [/>/g, " diatas "],
  [/(\d)\s?\+/g, "$1 keatas "],
  [/['’‘`](?=\d\d\b)/g, " tahun "],
  [/\brp\.?\s?(?=\d)/g, " "],
  [/(\d)(\s?[a-z]{0,6}) ?[-–—~] ?(?=(?:rp\.? ?)?\d)/g, "$1$2 sampai "],
  [/\b4 ?x ?([24])\b/g, "4x$1"],
  [/(\d)\s?(jt|juta|rb|ribu)-?an\b/g, "$1 $2an "],
  [
    /(\d)(kms?|ribu|ribuan|rban|rb|k|jta|mlr|jtan|jutaan|tahun|thn|th|cc|seater|kursi|penumpang)\b/g,
    "$1 $2",
  ],
];

/** A query in words of lower-case letters and digits; signs that compare are words too. */
export function queryWordsOf(query: string): string[] {
  const plain = query.normalize("NFKC").toLowerCase();
  const spelled = SIGNS.reduce((text, [sign, word]) => text.replace(sign, word), plain);
  return wordsOf(spelled).slice(0, MOST_WORDS);
}
