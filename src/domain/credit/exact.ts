/** Money without floating point: whole rupiah and thousandths of a percent, as big integers. */

/** Thousandths of a percent in the whole. */
export const WHOLE = 100_000n;

/** A percentage of at most three decimals in thousandths of a percent. */
export const exactPercent = (percent: number): bigint => BigInt(Math.round(percent * 1_000));

/** A quotient of what is not negative, half rounded up. */
export const divideHalfUp = (amount: bigint, by: bigint): bigint => (2n * amount + by) / (2n * by);

/** A quotient of what is not negative, rounded up. */
export const divideUp = (amount: bigint, by: bigint): bigint => (amount + by - 1n) / by;

/** A percentage of whole rupiah, half a rupiah rounded up. */
export const shareOf = (amount: bigint, percent: number): bigint =>
  divideHalfUp(amount * exactPercent(percent), WHOLE);

/** What share one amount is of another, as a percentage of two decimals. */
export const percentOf = (amount: bigint, whole: bigint): number =>
  Number(divideHalfUp(amount * 10_000n, whole)) / 100;
