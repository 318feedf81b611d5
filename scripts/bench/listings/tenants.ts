/** Dealerships of the main database by number: the small ones from 1, then the large one. */
export const SMALL_TENANTS = 20;
export const SMALL_STOCK = 1_000;
export const LARGE_TENANT = SMALL_TENANTS + 1;
export const LARGE_STOCK = 100_000;

/** The id of the n-th dealership. */
export const tenantId = (n: number): string =>
  `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
