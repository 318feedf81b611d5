import type { StockCar } from "./stock-car.ts";
import { colourOf, isTalk, wordsOf } from "./words.ts";

/** A car with what is compared of it. */
export interface KnownCar {
  car: StockCar;
  colour: string | null;
  variantWords: Set<string>;
}

export interface NamedModel {
  /** "toyota avanza", or the name alone of a model that the stock does not have. */
  key: string;
  cars: KnownCar[];
  /** The words of all variants of the model in the stock. */
  variantWords: Set<string>;
}

/** A model of a stock, or of none of its cars, ready to be compared. */
export function namedModel(key: string, found: StockCar[]): NamedModel {
  const cars = found.map((car) => ({
    car,
    colour:
      wordsOf(car.color ?? "")
        .map(colourOf)
        .find((name) => name !== null) ?? null,
    variantWords: new Set(wordsOf(car.variant ?? "").filter((word) => !isTalk(word))),
  }));
  return { key, cars, variantWords: new Set(cars.flatMap((car) => [...car.variantWords])) };
}
