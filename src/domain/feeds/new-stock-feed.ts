import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { descriptionOf, summaryOf } from "./car-words.ts";
import { carPage, type Dealer, picturesOf } from "./dealer.ts";
import { element, escaped, XML_DECLARATION } from "./markup.ts";
import { type FeedCar, readNewCars } from "./read-feed-cars.ts";

const ENTRIES = 50;

/** The media types of pictures by the endings of their addresses. */
const TYPES: Record<string, string> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  gif: "image/gif",
  svg: "image/svg+xml",
};

const typeOf = (url: string): string | undefined =>
  TYPES[/\.(\w+)$/.exec(url.split(/[?#]/)[0] ?? "")?.[1]?.toLowerCase() ?? ""];

const instant = (text: string): string => new Date(text).toISOString();

function entry(car: FeedCar, dealer: Dealer): string {
  const page = escaped(carPage(dealer, car.slug));
  const [picture] = picturesOf(car.photos, dealer);
  const type = picture && typeOf(picture.url);
  const enclosure =
    picture &&
    `<link rel="enclosure"${type ? ` type="${type}"` : ""} href="${escaped(picture.url)}"/>`;
  const image = picture ? `<p><img src="${escaped(picture.url)}" alt=""/></p>` : "";
  const html = `${image}<p>${escaped(descriptionOf(car)).replaceAll("\n", "<br/>")}</p>`;
  return [
    "<entry>",
    `<id>urn:uuid:${car.id}</id>`,
    element("title", carTitle(car)),
    `<link rel="alternate" type="text/html" href="${page}"/>`,
    enclosure ?? "",
    `<published>${instant(car.listedAt)}</published>`,
    `<updated>${instant(car.updatedAt)}</updated>`,
    element("summary", summaryOf(car)),
    `<content type="html">${escaped(html)}</content>`,
    "</entry>\n",
  ].join("");
}

/** The published cars that were listed last, 50 at the most, as Atom 1.0 (RFC 4287). */
export async function newStockFeed(scope: TenantScope, dealer: Dealer): Promise<string> {
  const cars = await readNewCars(scope, ENTRIES);
  const { id, name } = dealer.tenant;
  // A feed without an entry has no change to tell of, and must have an instant.
  const updated = cars.map((car) => instant(car.updatedAt)).sort();
  return [
    `${XML_DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom">\n`,
    `<id>urn:uuid:${id}</id>`,
    element("title", name),
    `<updated>${updated.at(-1) ?? instant("1970-01-01")}</updated>`,
    `<author>${element("name", name)}</author>`,
    `<link rel="self" type="application/atom+xml" href="${dealer.site}/feeds/new.atom"/>`,
    `<link rel="alternate" type="text/html" href="${dealer.site}/"/>\n`,
    ...cars.map((car) => entry(car, dealer)),
    "</feed>\n",
  ].join("");
}
