import { carTitle } from "../cars/car-view.ts";
import { descriptionOf, onOneLine, priceInCode } from "./car-words.ts";
import { carPage, type Dealer, picturesOf } from "./dealer.ts";
import type { FeedCar } from "./read-feed-cars.ts";

const BODY_STYLES: Record<string, string> = {
  hatchback: "HATCHBACK",
  sedan: "SEDAN",
  suv: "SUV",
  mpv: "MINIVAN",
  pickup: "TRUCK",
  coupe: "COUPE",
  convertible: "CONVERTIBLE",
  wagon: "WAGON",
  van: "VAN",
  truck: "TRUCK",
};

const FUEL_TYPES: Record<string, string> = {
  petrol: "GASOLINE",
  diesel: "DIESEL",
  hybrid: "HYBRID",
  plugin_hybrid: "PLUGIN_HYBRID",
  electric: "ELECTRIC",
};

const TRANSMISSIONS: Record<string, string> = {
  manual: "MANUAL",
  automatic: "AUTOMATIC",
  semi_automatic: "AUTOMATIC",
  cvt: "AUTOMATIC",
  dct: "AUTOMATIC",
};

const AVAILABILITIES: Record<string, string> = { available: "AVAILABLE", booking: "PENDING" };

/** Meta's word for one of ours: OTHER for one that it lacks, nothing for what is not known. */
const wordFor = (words: Record<string, string>, ours: string | null): string =>
  ours === null ? "" : (words[ours] ?? "OTHER");

export interface MetaImage {
  url: string;
  tag: string;
}

export interface MetaVehicle {
  /** Texts in the order of Meta's reference; one that is not known is empty. */
  texts: Record<(typeof META_TEXTS)[number], string>;
  mileage: { value: string; unit: string };
  images: MetaImage[];
  address: Record<string, string>;
}

export const META_TEXTS = [
  ...(["vehicle_id", "title", "description", "url", "make", "model", "year"] as const),
  ...(["transmission", "fuel_type", "body_style", "drivetrain", "vin", "condition"] as const),
  ...(["price", "sale_price", "exterior_color", "availability", "date_first_on_lot"] as const),
  ...(["state_of_vehicle", "latitude", "longitude"] as const),
] as const;

/**
 * A car as Meta's vehicle catalogue takes it
 * (developers.facebook.com/docs/marketing-api/auto-ads/reference).
 * @returns null for a car without a price, a photo or its mileage, each of which Meta requires.
 */
export function metaVehicle(car: FeedCar, dealer: Dealer): MetaVehicle | null {
  const { priceIdr, mileageKm } = car;
  const pictures = picturesOf(car.photos, dealer);
  if (priceIdr === null || mileageKm === null || pictures.length === 0) return null;
  const { address, city } = dealer.tenant;
  return {
    texts: {
      vehicle_id: car.displayCode,
      title: carTitle(car),
      description: descriptionOf(car),
      url: carPage(dealer, car.slug),
      make: car.brand,
      model: car.model,
      year: String(car.year),
      transmission: wordFor(TRANSMISSIONS, car.transmission),
      fuel_type: wordFor(FUEL_TYPES, car.fuel),
      body_style: wordFor(BODY_STYLES, car.bodyType) || "OTHER",
      drivetrain: "",
      // The public surface tells no car's VIN.
      vin: "",
      condition: "OTHER",
      price: priceInCode(priceIdr),
      sale_price: "",
      exterior_color: car.color ?? "OTHER",
      availability: AVAILABILITIES[car.status] ?? "UNKNOWN",
      date_first_on_lot: dealer.dayOf(car.listedAt),
      state_of_vehicle: "USED",
      ...{ latitude: "", longitude: "" },
    },
    mileage: { value: String(mileageKm), unit: "KM" },
    images: pictures.map(({ url, caption }, n) => ({ url, tag: caption ?? `Foto ${n + 1}` })),
    address: {
      ...(address && { addr1: onOneLine(address) }),
      ...(city && { city: onOneLine(city) }),
      country: "ID",
    },
  };
}
