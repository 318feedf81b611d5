import type { ModelNames } from "./model-names.ts";
import type { KnownCar } from "./named-model.ts";
import { type CarMention, readMention } from "./read-mention.ts";
import type { StockCar } from "./stock-car.ts";
import { isNearColour } from "./words.ts";

/** Of a price: people round it. */
const ROUNDING = 0.03;

/** How sure a car is that nothing but its model points to, being the only one of it. */
const BY_MODEL = 0.86;
/** What each further agreement takes away of the remaining doubt. */
const AGREEMENT = 0.5;
/** Where several cars fit and one fits better. */
const BETTER = 0.82;

/** Fuels are named by customers whether or not a variant tells them. */
const FUELS = new Set(["diesel", "solar", "bensin", "hybrid", "listrik"]);

interface Fit {
  car: StockCar;
  agreements: number;
}

/** How a car fits what is said, of which `told` names variants; null when something speaks against it. */
function fitOf(
  { car, colour, variantWords }: KnownCar,
  mention: CarMention,
  told: string[],
): Fit | null {
  let agreements = 0;
  if (mention.years.size > 0) {
    if (!mention.years.has(car.year)) return null;
    agreements += 1;
  }
  if (mention.colours.size > 0 && colour) {
    if (![...mention.colours].some((name) => isNearColour(name, colour))) return null;
    agreements += mention.colours.has(colour) ? 1 : 0.5;
  }
  if (mention.transmissions.size === 1 && car.transmission) {
    const isManual = car.transmission === "manual";
    if (mention.transmissions.has("manual") !== isManual) return null;
    agreements += 1;
  }
  for (const word of told) {
    if (variantWords.has(word)) agreements += 1;
    else if (!FUELS.has(word)) return null;
  }
  const { priceIdr } = car;
  if (priceIdr !== null) {
    const isNear = mention.prices.some(
      (price) => Math.abs(price - priceIdr) <= priceIdr * ROUNDING,
    );
    if (isNear) agreements += 1;
  }
  return { car, agreements };
}

/**
 * The car of a stock that a message means by its words, and how sure that is; null when it names
 * no car, several alike, or one that is not there.
 */
export function matchWords(
  names: ModelNames,
  text: string,
): { carId: string; confidence: number } | null {
  const mention = readMention(names, text);
  // The narrowest name counts: a series beside one of its models is no second car.
  const [named] = mention.models.toSorted((a, b) => a.model.cars.length - b.model.cars.length);
  if (!named) return null;
  const { cars, variantWords } = named.model;
  const isOne = mention.models.every(
    ({ model }) =>
      model.key === named.model.key ||
      (cars.length > 0 && cars.every((car) => model.cars.includes(car))),
  );
  if (!isOne) return null;
  const told = [...mention.words].filter((word) => variantWords.has(word));
  const fits = cars
    .map((car) => fitOf(car, mention, told))
    .filter((fit) => fit !== null)
    .sort((a, b) => b.agreements - a.agreements);
  const forSale = fits.filter(({ car }) => car.status === "available" || car.status === "booking");
  const [best, second] = forSale.length > 0 ? forSale : fits;
  if (!best || (second && second.agreements >= best.agreements)) return null;
  const certainty = second ? BETTER : 1 - (1 - BY_MODEL) * AGREEMENT ** best.agreements;
  return { carId: best.car.id, confidence: Math.round(certainty * named.quality * 1000) / 1000 };
}
