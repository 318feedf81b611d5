import type { NewCar } from "../car-input.ts";
import type { Field } from "./fields.ts";
import type { KnownCar } from "./find-known-cars.ts";

/** Fields that an empty cell leaves as they are: a published car has a price, and photos are work. */
const KEPT_WHEN_EMPTY = new Set<Field>(["displayCode", "vin", "price", "photos"]);

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The fields of a file in which a row differs from the car that it speaks of. The status is none
 * of them: an import neither sells a car nor puts it back on sale.
 */
export const differences = (known: KnownCar, car: NewCar, fields: Field[]): Field[] =>
  fields.filter((field) => {
    if (field === "status") return false;
    if (KEPT_WHEN_EMPTY.has(field) && !car[field]) return false;
    if (field === "photos") {
      const urls = car.photos?.map(({ url }) => url);
      return !isSame(
        urls,
        known.photos.map(({ url }) => url),
      );
    }
    const unknown = field === "features" ? [] : null;
    return !isSame(car[field] ?? unknown, known.fields[field]);
  });
