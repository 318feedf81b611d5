/** How much two cars are alike, whichever way they are read. */

/** Points of what two cars share. A buyer looks at the price as much as at the brand. */
export const POINTS = { brand: 3, model: 4, bodyType: 2, transmission: 0.5 };

/** Points of prices that are equal; none from twice or half the price on. */
export const PRICE_POINTS = 3;

const YEAR_POINTS = 1;
/** Years apart that earn no points. */
const FAR_IN_YEARS = 8;

/** Points for two prices in rupiah; none when one is unknown (not above 0). */
export const priceLikeness = (one: number, other: number): number =>
  one > 0 && other > 0 ? PRICE_POINTS * Math.max(0, 1 - Math.abs(Math.log2(one / other))) : 0;

/** Points for two years of manufacture. */
export const yearLikeness = (one: number, other: number): number =>
  YEAR_POINTS * Math.max(0, 1 - Math.abs(one - other) / FAR_IN_YEARS);
