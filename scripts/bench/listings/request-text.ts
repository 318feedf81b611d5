/** Where a number stands in a path that is to be another one in each request. */
export const DISTINCT = "{n}";

export interface Target {
  host: string;
  /** With its query; DISTINCT in it is replaced by a price. */
  path: string;
  /** Besides those of all. */
  headers?: Record<string, string>;
}

/** Rupiah: a spread of prices in which a step of a prime visits every one before the first again. */
export const LOWEST_PRICE = 150_000_000;
export const PRICES = 700_000_000;
export const PRICE_STEP = 7_919;

/** The n-th of 700 million prices, each another one. */
export const distinctPrice = (n: number): number => LOWEST_PRICE + ((n * PRICE_STEP) % PRICES);

/** A request as it is sent. */
export function requestText(
  { host, path, headers: own }: Target,
  headers: Record<string, string>,
): string {
  const lines = Object.entries({ Host: host, ...headers, ...own }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}
