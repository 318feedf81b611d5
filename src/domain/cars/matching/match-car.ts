import { type CarReferences, carReferencesOf, findReference, LINK } from "./find-reference.ts";
import { matchWords } from "./match-words.ts";
import { type ModelNames, modelNamesOf } from "./model-names.ts";
import type { CarMatch, StockCar } from "./stock-car.ts";

/** Below this a guess is not told. */
const LEAST_CONFIDENCE = 0.7;

/** A stock, made ready to be recognised in messages. */
export interface StockNames {
  references: CarReferences;
  models: ModelNames;
  /** Ids of the cars, to tell whether a car is still there. */
  ids: Set<string>;
}

export const stockNamesOf = (cars: StockCar[]): StockNames => ({
  references: carReferencesOf(cars),
  models: modelNamesOf(cars),
  ids: new Set(cars.map(({ id }) => id)),
});

export interface Asked {
  text: string;
  /** The dealership's own hosts, in lower case. */
  hosts: string[];
  /** The car of a card that was sent to the person a short while ago. */
  recentCard: string | null;
}

/** Words by which people mean what was just shown to them. */
const SHOWN =
  /\b(yang|yg|unit|mobil)?\s*(ini|itu|tadi|barusan|tersebut)\b|^(masih ada|ready|minat)/i;

/**
 * Which car of a stock a message means: by a link, a display code, a card just sent, or its words.
 * Null where none is named, several are alike, or the one named is not in the stock.
 */
export function matchCar(stock: StockNames, { text, hosts, recentCard }: Asked): CarMatch | null {
  const referred = findReference(stock.references, hosts, text);
  if (referred) return referred;
  const worded = matchWords(stock.models, text.replace(LINK, " "));
  if (worded && worded.confidence >= LEAST_CONFIDENCE) return { ...worded, evidence: "words" };
  if (recentCard && stock.ids.has(recentCard) && SHOWN.test(text.trim())) {
    return { carId: recentCard, confidence: 0.85, evidence: "car_card" };
  }
  return null;
}
