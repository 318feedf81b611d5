import type { CarMatch, StockCar } from "./stock-car.ts";

/** An address in a text. */
export const LINK = /\bhttps?:\/\/([^/\s]+)(\/[^\s?#]*)?/gi;

/** Letters and digits of a code, so that "CAR-0012" and "car 0012" are alike. */
const plain = (code: string) => code.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What a stock's cars are pointed at by. */
export interface CarReferences {
  bySlug: Map<string, StockCar>;
  byCode: Map<string, StockCar>;
}

export const carReferencesOf = (cars: StockCar[]): CarReferences => ({
  bySlug: new Map(cars.flatMap((car) => car.slugs.map((slug) => [slug, car] as const))),
  // A code that is a mere number or word would be found in any talk.
  byCode: new Map(
    cars
      .map((car) => [plain(car.displayCode), car] as const)
      .filter(([code]) => code.length >= 3 && /\d/.test(code) && /[a-z]/.test(code)),
  ),
});

/** The one car that a text points at; null for none, and for several. */
function only(found: Set<StockCar>): StockCar | null {
  const [car] = found;
  return found.size === 1 && car ? car : null;
}

/**
 * The car whose listing a message links to on one of the dealership's hosts, or whose display code
 * it names.
 */
export function findReference(
  { bySlug, byCode }: CarReferences,
  hosts: string[],
  text: string,
): CarMatch | null {
  const linked = new Set<StockCar>();
  for (const [, host = "", path = ""] of text.matchAll(LINK)) {
    if (!hosts.includes(host.toLowerCase().replace(/^www\.|:\d+$/g, ""))) continue;
    for (const part of path.split("/")) {
      const car = bySlug.get(part.toLowerCase().replace(/[.,;:!?)\]}'"*_]+$/, ""));
      if (car) linked.add(car);
    }
  }
  const byLink = only(linked);
  if (byLink) return { carId: byLink.id, confidence: 1, evidence: "link" };
  const coded = new Set<StockCar>();
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  words.forEach((word, n) => {
    for (const code of [word, word + (words[n + 1] ?? "")]) {
      const car = byCode.get(code);
      if (car) coded.add(car);
    }
  });
  const byName = only(coded);
  return byName && { carId: byName.id, confidence: 0.97, evidence: "display_code" };
}
