import { carPage, type Dealer, picturesOf } from "./dealer.ts";
import type { Feed } from "./feed.ts";
import { escaped, XML_DECLARATION } from "./markup.ts";
import type { FeedCar } from "./read-feed-cars.ts";
import type { SitemapPart } from "./sitemap-parts.ts";

/** Bytes of one car: as many as SITEMAP_CARS of them have in the 50 MB of a file. */
const ENTRY_BYTES = 5_000;

const SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE = "http://www.google.com/schemas/sitemap-image/1.1";

const instant = (text: string): string => new Date(text).toISOString();

/** As many photos as there is room for; addresses are ASCII, a character a byte. */
function entry(car: FeedCar, dealer: Dealer): string {
  const close = "</url>\n";
  let text = `<url><loc>${escaped(carPage(dealer, car.slug))}</loc><lastmod>${instant(car.updatedAt)}</lastmod>`;
  for (const { url } of picturesOf(car.photos, dealer)) {
    const image = `<image:image><image:loc>${escaped(url)}</image:loc></image:image>`;
    if (text.length + image.length + close.length > ENTRY_BYTES) break;
    text += image;
  }
  return text + close;
}

const OPENING = `${XML_DECLARATION}<urlset xmlns="${SITEMAP}" xmlns:image="${IMAGE}">\n`;

/** Car pages with their photos, of a range of cars. */
export const SITEMAP_PART: Feed = {
  type: "application/xml; charset=utf-8",
  begin: () => OPENING,
  entry,
  end: "</urlset>\n",
};

/** The same with the site's first page before, so that it is never empty. */
export const FIRST_SITEMAP: Feed = {
  ...SITEMAP_PART,
  begin: ({ site }) => `${OPENING}<url><loc>${escaped(site)}/</loc></url>\n`,
};

/** What names the parts of a sitemap that is too large for one file. */
export function sitemapIndex(parts: SitemapPart[], { site }: Dealer): string {
  const entries = parts.map(
    ({ updatedAt }, n) =>
      `<sitemap><loc>${escaped(site)}/sitemaps/cars-${n + 1}.xml</loc><lastmod>${instant(updatedAt)}</lastmod></sitemap>\n`,
  );
  return `${XML_DECLARATION}<sitemapindex xmlns="${SITEMAP}">\n${entries.join("")}</sitemapindex>\n`;
}
