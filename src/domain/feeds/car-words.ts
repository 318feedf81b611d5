import { carTitle } from "../cars/car-view.ts";
import { formatRupiah } from "../cars/price-format.ts";
import type { FeedCar } from "./read-feed-cars.ts";

const LONGEST_DESCRIPTION = 5_000;

/** At most so many UTF-16 units of a text, without taking a visible character apart. */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const kept = new Intl.Segmenter().segment(text).containing(longest);
  return text.slice(0, kept?.index ?? longest);
}

/** A text on one line. */
export const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Whole rupiah with their ISO 4217 code: 185000000 IDR. */
export const priceInCode = (priceIdr: number): string => `${priceIdr} IDR`;

/** A car in one line. */
export const summaryOf = (car: FeedCar): string =>
  [
    carTitle(car),
    car.priceIdr !== null && formatRupiah(car.priceIdr),
    car.mileageKm !== null && `${car.mileageKm.toLocaleString("id-ID")} km`,
    car.color,
  ]
    .filter(Boolean)
    .join(", ");

/** What the dealership says of a car, or else a line of what is known; 5,000 characters at most. */
export const descriptionOf = (car: FeedCar): string =>
  cut(car.description?.trim() || summaryOf(car), LONGEST_DESCRIPTION);
