import { POINTS, PRICE_POINTS, priceLikeness, yearLikeness } from "./likeness.ts";
import { GONE, type StockColumns } from "./stock/columns.ts";
import { PUBLISHED, STATUSES } from "./vocabulary.ts";

const SOLD = STATUSES.indexOf("sold");
/** By status code: 1 for a car on offer. */
const ON_OFFER = new Uint8Array(256);
for (const status of PUBLISHED) ON_OFFER[STATUSES.indexOf(status)] = 1;

const same = (codes: Uint8Array | Uint32Array, one: number, other: number) =>
  codes[one] === codes[other];

/** As `same`, where two unknowns, which are 0, are not alike. */
const sameKnown = (codes: Uint8Array, one: number, other: number) =>
  codes[one] !== 0 && same(codes, one, other);

/**
 * Places of the published cars most like the one at a place, which may be of any status; the more
 * alike, and of two the later listed, first. What a sold car cost plays no part: the order would
 * tell it.
 */
export function similarTo(place: number, stock: StockColumns, limit: number): number[] {
  const { status, listedAt, price, year, transmission, bodyType, brand, model } = stock;
  const ownPrice = status[place] === SOLD ? -1 : (price[place] ?? -1);
  const ownYear = year[place] ?? 0;
  const best: { place: number; points: number; listedAt: number }[] = [];
  for (let other = 0; other < stock.size; other += 1) {
    if (other === place || ON_OFFER[status[other] ?? GONE] !== 1) continue;
    let points = yearLikeness(ownYear, year[other] ?? 0);
    if (same(brand.codes, place, other)) {
      points += POINTS.brand;
      if (same(model.codes, place, other)) points += POINTS.model;
    }
    if (sameKnown(bodyType, place, other)) points += POINTS.bodyType;
    if (sameKnown(transmission, place, other)) points += POINTS.transmission;
    const worst = best.length < limit ? -1 : (best.at(-1)?.points ?? -1);
    if (points + PRICE_POINTS < worst) continue;
    points += priceLikeness(ownPrice, price[other] ?? -1);
    const listed = listedAt[other] ?? 0;
    const isBefore = (one: { points: number; listedAt: number }) =>
      points > one.points || (points === one.points && listed > one.listedAt);
    const at = best.findIndex(isBefore);
    if (at < 0 && best.length >= limit) continue;
    best.splice(at < 0 ? best.length : at, 0, { place: other, points, listedAt: listed });
    if (best.length > limit) best.pop();
  }
  return best.map((one) => one.place);
}
