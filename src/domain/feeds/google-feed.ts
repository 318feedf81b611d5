import { onOneLine, priceInCode } from "./car-words.ts";
import { carPage, type Dealer, picturesOf } from "./dealer.ts";
import type { Feed } from "./feed.ts";
import { csvRow } from "./markup.ts";
import type { FeedCar } from "./read-feed-cars.ts";

const COLUMNS = [
  ...["vin", "id", "store_code", "dealership_name", "dealership_address", "price", "condition"],
  ...["make", "model", "trim", "year", "mileage", "image_link", "additional_image_link", "link"],
  ...["date_in_stock", "exterior_color", "color"],
];

const addressOf = ({ tenant: { address, city } }: Dealer): string =>
  onOneLine([address, city, "ID"].filter(Boolean).join(", "));

/** A comma parts the addresses of one field. */
const inList = (url: string): string => url.replaceAll(",", "%2C");

function entry(car: FeedCar, dealer: Dealer): string | null {
  const { priceIdr, mileageKm, color } = car;
  const [first, ...others] = picturesOf(car.photos, dealer);
  if (priceIdr === null || mileageKm === null || !first) return null;
  return csvRow([
    // The public surface tells no car's VIN.
    "",
    car.displayCode,
    dealer.tenant.slug,
    dealer.tenant.name,
    addressOf(dealer),
    priceInCode(priceIdr),
    "used",
    car.brand,
    car.model,
    car.variant ?? "",
    String(car.year),
    `${mileageKm} km`,
    first.url,
    others.map(({ url }) => inList(url)).join(","),
    carPage(dealer, car.slug),
    dealer.dayOf(car.listedAt),
    ...[color ?? "", color ?? ""],
  ]);
}

/**
 * Google's vehicle listings (developers.google.com/vehicle-listings/reference/feed-specification).
 * A used car needs a price and its mileage; one without a photo is left out too.
 */
export const GOOGLE_CSV: Feed = {
  type: "text/csv; charset=utf-8",
  begin: () => csvRow(COLUMNS),
  entry,
  end: "",
};
