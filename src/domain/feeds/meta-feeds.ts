import type { Feed } from "./feed.ts";
import { csvRow, element, escaped, XML_DECLARATION } from "./markup.ts";
import { META_TEXTS, type MetaVehicle, metaVehicle } from "./meta-vehicle.ts";

/** Meta takes so many photos of a car. */
const IMAGES = Array.from({ length: 20 }, (_, n) => n);

const IMAGE_COLUMNS = IMAGES.flatMap((n) => [`image[${n}].url`, `image[${n}].tag[0]`]);
const COLUMNS = [...META_TEXTS, "mileage.value", "mileage.unit", "address", ...IMAGE_COLUMNS];

const row = ({ texts, mileage, images, address }: MetaVehicle): string =>
  csvRow([
    ...META_TEXTS.map((name) => texts[name]),
    ...[mileage.value, mileage.unit, JSON.stringify(address)],
    ...IMAGES.flatMap((n) => [images[n]?.url ?? "", images[n]?.tag ?? ""]),
  ]);

/** Meta's vehicle catalogue as a table; nested fields have a column for each of their parts. */
export const META_CSV: Feed = {
  type: "text/csv; charset=utf-8",
  begin: () => csvRow(COLUMNS),
  entry: (car, dealer) => {
    const vehicle = metaVehicle(car, dealer);
    return vehicle && row(vehicle);
  },
  end: "",
};

function listing({ texts, mileage, images, address }: MetaVehicle): string {
  const pictures = images.map(
    ({ url, tag }) => `<image>${element("url", url)}${element("tag", tag)}</image>`,
  );
  const parts = Object.entries(address).map(
    ([name, text]) => `<component name="${name}">${escaped(text)}</component>`,
  );
  return [
    "<listing>",
    ...META_TEXTS.map((name) => element(name, texts[name])),
    `<mileage>${element("value", mileage.value)}${element("unit", mileage.unit)}</mileage>`,
    ...pictures,
    `<address format="simple">${parts.join("")}</address>`,
    "</listing>\n",
  ].join("");
}

/** Meta's vehicle catalogue as XML. */
export const META_XML: Feed = {
  type: "application/xml; charset=utf-8",
  begin: ({ tenant, site }) =>
    `${XML_DECLARATION}<listings>${element("title", tenant.name)}<link rel="self" href="${escaped(`${site}/feeds/meta.xml`)}"/>\n`,
  entry: (car, dealer) => {
    const vehicle = metaVehicle(car, dealer);
    return vehicle && listing(vehicle);
  },
  end: "</listings>\n",
};
