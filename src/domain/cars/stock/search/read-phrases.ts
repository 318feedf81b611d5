import { LIST_WISHES } from "./closed-words.ts";
import type { QueryReader } from "./query-reader.ts";
import type { StockIndex } from "./stock-index.ts";
import { LOW_MILEAGE_KM, PREFERENCE_OF } from "./talk.ts";
import type { Wish } from "./wish.ts";

export type Phrases = Pick<
  Wish,
  "transmission" | "fuel" | "bodyType" | "hasThirdRow" | "order" | "mileageMax"
>;

const THIRD_ROW = /^(7|tujuh|seven)(seater|seat|seats|kursi|penumpang|orang)$/;

/** Takes the phrases of so many words that closed lists, seats and orders are told by. */
export function readPhrases(
  reader: QueryReader,
  length: number,
  { names }: StockIndex,
  phrases: Phrases,
): void {
  for (const { at, form } of reader.runs(length)) {
    const wish = LIST_WISHES.get(form);
    const preference = PREFERENCE_OF.get(form);
    if (reader.isTaken(at)) continue;
    if (wish && !(length > 1 && names.models.has(form))) phrases[wish.list] |= wish.bits;
    else if (preference) phrases.order = preference;
    else if (length === 2 && THIRD_ROW.test(form)) phrases.hasThirdRow = true;
    else continue;
    if (preference === "mileage") phrases.mileageMax = LOW_MILEAGE_KM;
    reader.take(at, length);
  }
}

/** Takes display codes; digits alone are one where nothing else is said. */
export function readCodes(reader: QueryReader, { codes, names }: StockIndex): Set<number> {
  const found = new Set<number>();
  for (const length of [3, 2, 1]) {
    for (const { at, form } of reader.runs(length)) {
      const place = codes.get(form);
      const isWhole = reader.words.length === length;
      const isCode = form.length >= 3 && /\d/.test(form) && (/[a-z]/.test(form) || isWhole);
      if (place === undefined || !isCode || names.models.has(form) || reader.isTaken(at)) continue;
      found.add(place);
      reader.take(at, length);
    }
  }
  return found;
}
