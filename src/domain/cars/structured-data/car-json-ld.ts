import { carPageUrl } from "../car-page-url.ts";
import type { CarStatus } from "../vocabulary.ts";
import { SCHEMA_WORDS } from "./labels.ts";
import { pictureUrls, type Seller, type ShownCar, shorten } from "./shown-car.ts";

/** A booked car may come back on offer; search engines know no nearer word. */
const AVAILABILITY: Partial<Record<CarStatus, string>> = {
  available: "InStock",
  booking: "LimitedAvailability",
  sold: "SoldOut",
};

/** Characters. */
const LONGEST_DESCRIPTION = 5_000;

const USED = "https://schema.org/UsedCondition";

const quantity = (value: number | null, unitCode: string) =>
  value === null ? undefined : { "@type": "QuantitativeValue", value, unitCode };

function seller(dealership: Seller) {
  const [host] = dealership.hosts;
  const { address, city } = dealership;
  return {
    "@type": "AutoDealer",
    name: dealership.name,
    url: host && `https://${host}/`,
    telephone: dealership.phone ?? undefined,
    address:
      address || city
        ? {
            "@type": "PostalAddress",
            streetAddress: address ?? undefined,
            addressLocality: city ?? undefined,
            addressCountry: "ID",
          }
        : undefined,
  };
}

const HARMFUL = /[<>&\u2028\u2029]/g;
const escaped = (character: string) =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * schema.org's Car as text that can stand in a script element as it is. What is unknown is left
 * out; a sold car has an offer without a price; no car its VIN or plate.
 */
export function carJsonLd(dealership: Seller, car: ShownCar): string {
  const url = carPageUrl(dealership, car.slug) ?? undefined;
  const pictures = pictureUrls(dealership, car);
  const isSold = car.status === "sold";
  const description = isSold ? null : car.description;
  const engine = quantity(car.engineCc, "CMQ");
  const thing = {
    "@context": "https://schema.org",
    "@type": "Car",
    name: car.title,
    url,
    sku: car.displayCode,
    description: description ? shorten(description, LONGEST_DESCRIPTION) : undefined,
    image: pictures.length > 0 ? pictures : undefined,
    brand: { "@type": "Brand", name: car.brand },
    model: car.model,
    vehicleConfiguration: car.variant ?? undefined,
    vehicleModelDate: String(car.year),
    itemCondition: USED,
    mileageFromOdometer: quantity(car.mileage, "KMT"),
    vehicleTransmission: car.transmission ? SCHEMA_WORDS.transmission[car.transmission] : undefined,
    fuelType: car.fuel ? SCHEMA_WORDS.fuel[car.fuel] : undefined,
    bodyType: car.bodyType ? SCHEMA_WORDS.bodyType[car.bodyType] : undefined,
    color: car.color ?? undefined,
    vehicleEngine: engine && { "@type": "EngineSpecification", engineDisplacement: engine },
    numberOfPreviousOwners: car.ownerNumber ?? undefined,
    offers: {
      "@type": "Offer",
      url,
      availability: `https://schema.org/${AVAILABILITY[car.status] ?? "OutOfStock"}`,
      itemCondition: USED,
      ...(!isSold && car.price !== null && { price: car.price, priceCurrency: "IDR" }),
      seller: seller(dealership),
    },
  };
  return JSON.stringify(thing).replace(HARMFUL, escaped);
}
