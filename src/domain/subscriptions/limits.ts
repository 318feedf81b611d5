const HOUR = 3_600_000;

/** Milliseconds: requests to confirm are counted, and notices are apart, by this. */
export const DAY = 24 * HOUR;

/** Milliseconds in which a request can be confirmed. */
export const CONFIRMABLE_FOR = 48 * HOUR;

/** Milliseconds for which a confirmed subscription holds: nobody looks for a car much longer. */
export const CONFIRMED_FOR = 180 * DAY;

/** Milliseconds for which staff can see one that ended. */
export const ENDED_FOR = 30 * DAY;

/** Open subscriptions of one number at a dealership. */
export const MOST_OPEN = 10;

/** Requests to confirm that one number gets a day: a stranger can cause the first of them. */
export const REQUESTS_A_DAY = { unconfirmed: 1, confirmed: 3 };

/** Unconfirmed requests a day of a dealership to numbers that never wrote to it before. */
export const STRANGERS_A_DAY = 50;

/** Milliseconds before the request from which a car that came in counts as new to the visitor. */
export const STILL_NEW = 10 * 60_000;

/** Rupiah; a price that fell by less, and by less than a hundredth, is no news. */
const LEAST_DROP_IDR = 500_000n;
const LEAST_SHARE = 100n;

/** Whether a price is so much lower than another that a person wants to hear of it. */
export const isDrop = (told: bigint, price: bigint): boolean =>
  price < told && (told - price >= LEAST_DROP_IDR || (told - price) * LEAST_SHARE >= told);
