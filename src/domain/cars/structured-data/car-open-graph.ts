import { carPageUrl } from "../car-page-url.ts";
import type { CarStatus } from "../vocabulary.ts";
import { BUYERS_WORDS } from "./labels.ts";
import { pictureUrls, type Seller, type ShownCar, shorten } from "./shown-car.ts";

export interface OpenGraphTag {
  property: string;
  /** Plain text. */
  content: string;
}

const AVAILABILITY: Partial<Record<CarStatus, string>> = {
  available: "in stock",
  booking: "pending",
  sold: "out of stock",
};

/** Characters; what is longer is cut off where a link is shown. */
const LONGEST_DESCRIPTION = 200;

const thousands = new Intl.NumberFormat("id-ID");

function facts(car: ShownCar): string {
  const { transmission, fuel } = car;
  return [
    car.status === "sold" && "Terjual",
    car.color,
    car.mileage !== null && `${thousands.format(car.mileage)} km`,
    transmission && BUYERS_WORDS.transmission[transmission],
    fuel && BUYERS_WORDS.fuel[fuel],
    car.location,
  ]
    .filter(Boolean)
    .join(" · ");
}

/**
 * The Open Graph tags of a car's page, in order. A sold car has no price, and not the words of its
 * description either, which may tell it.
 */
export function carOpenGraph(dealership: Seller, car: ShownCar): OpenGraphTag[] {
  const isSold = car.status === "sold";
  const url = carPageUrl(dealership, car.slug);
  const description = (!isSold && car.description) || facts(car) || car.title;
  const tags: [property: string, content: string | null][] = [
    ["og:type", "product"],
    ["og:title", car.title],
    ["og:description", shorten(description, LONGEST_DESCRIPTION)],
    ["og:url", url],
    ["og:site_name", dealership.name],
    ["og:locale", "id_ID"],
    ...pictureUrls(dealership, car).map((picture): [string, string] => ["og:image", picture]),
    ["product:brand", car.brand],
    ["product:condition", "used"],
    ["product:availability", AVAILABILITY[car.status] ?? "out of stock"],
    ["product:retailer_item_id", car.displayCode],
  ];
  if (!isSold && car.price !== null) {
    tags.push(["product:price:amount", String(car.price)], ["product:price:currency", "IDR"]);
  }
  return tags.flatMap(([property, content]) => (content ? [{ property, content }] : []));
}
