import { isNearColour } from "../../matching/words.ts";
import { BODY_TYPES } from "../../vocabulary.ts";
import type { StockColumns } from "../columns.ts";
import type { StockIndex } from "./stock-index.ts";
import type { Range } from "./understood.ts";
import type { Wish } from "./wish.ts";

/**
 * What a car loses by each wish that it misses, the least telling first: one that misses a wish
 * goes behind all that miss only lesser ones.
 */
const MISSES = {
  ...{ nearColour: 1, colour: 2, place: 4, year: 8, price: 16, transmission: 32, mileage: 64 },
  ...{ variant: 128, farYear: 256, farPrice: 512, fuel: 1_024, body: 2_048 },
  ...{ anyYear: 4_096, anyPrice: 8_192 },
};

const MPV = BODY_TYPES.indexOf("mpv") + 1;

/** What a car loses by its model year. */
function yearMisses({ min = 0, max = 9_999 }: Range) {
  return (year: number): number => {
    const away = Math.max(min - year, year - max);
    if (away <= 0) return 0;
    return away <= 1 ? MISSES.year : away <= 3 ? MISSES.farYear : MISSES.anyYear;
  };
}

/** What a car loses by its price in rupiah, -1 where that is not known. */
function priceMisses({ min = 0, max = Number.MAX_SAFE_INTEGER }: Range) {
  return (price: number): number => {
    if (price >= min && price <= max) return 0;
    if (price < 0) return MISSES.farPrice;
    if (price >= min * 0.9 && price <= max * 1.1) return MISSES.price;
    return price >= min * 0.7 && price <= max * 1.3 ? MISSES.farPrice : MISSES.anyPrice;
  };
}

const hasBit = (bits: number, code: number | undefined) => (bits & (1 << (code ?? 0))) !== 0;

/** Of each colour of the stock, what a car of it loses. */
const colourMisses = ({ colours }: Wish, { names }: StockIndex): Uint8Array =>
  Uint8Array.from(names.colours, (meant) => {
    if (meant.some((colour) => colours.has(colour))) return 0;
    const isNear = meant.some((colour) => [...colours].some((wish) => isNearColour(wish, colour)));
    return isNear ? MISSES.nearColour : MISSES.colour;
  });

/**
 * A measure of how far the car at a place, of the brands and models asked for, is from the rest of
 * a wish: 0 fits, and the lower the better.
 */
export function missesOf(
  stock: StockColumns,
  index: StockIndex,
  wish: Wish,
): (place: number) => number {
  const { year, price, mileageMax, transmission, fuel, bodyType, words, hasThirdRow } = wish;
  const { pairAt, bodies, thirdRows } = index;
  // Read a hundred thousand times: the columns are looked up once.
  const [years, prices, mileages] = [stock.year, stock.price, stock.mileage];
  const [gearboxes, fuels, bodyTypes] = [stock.transmission, stock.fuel, stock.bodyType];
  const [colours, variants, locations] = [stock.color, stock.variant, stock.location].map(
    ({ codes }) => codes,
  ) as [Uint32Array, Uint32Array, Uint32Array];
  const byColour = wish.colours.size > 0 ? colourMisses(wish, index) : null;
  const ofYear = year.min !== undefined || year.max !== undefined ? yearMisses(year) : null;
  const ofPrice = price.min !== undefined || price.max !== undefined ? priceMisses(price) : null;
  const musts = words.filter(({ isSoft }) => !isSoft);
  return (place) => {
    const pair = pairAt[place] ?? 0;
    let misses = 0;
    if (ofYear) misses += ofYear(years[place] ?? 0);
    if (ofPrice) misses += ofPrice(prices[place] ?? -1);
    if (mileageMax !== undefined) {
      const mileage = mileages[place] ?? -1;
      if (mileage < 0 || mileage > mileageMax) misses += MISSES.mileage;
    }
    if (transmission && !hasBit(transmission, gearboxes[place])) misses += MISSES.transmission;
    if (fuel && !hasBit(fuel, fuels[place])) misses += MISSES.fuel;
    if (bodyType || hasThirdRow) {
      const body = bodyTypes[place] || bodies[pair];
      if (bodyType && !hasBit(bodyType, body)) misses += MISSES.body;
      if (hasThirdRow && !thirdRows[pair] && body !== MPV) misses += MISSES.body;
    }
    if (byColour) misses += byColour[colours[place] ?? 0] ?? MISSES.colour;
    for (const { variants: ofVariant, places } of musts) {
      const isOf = ofVariant?.has(variants[place] ?? 0) || places?.has(locations[place] ?? 0);
      if (!isOf) misses += ofVariant ? MISSES.variant : MISSES.place;
    }
    return misses;
  };
}
