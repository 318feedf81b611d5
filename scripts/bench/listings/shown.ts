import { median } from "./statistics.ts";

export const whole = (value: number): string => Math.round(value).toLocaleString("en");

/** The median of rates, such as 12,345/s. */
export const perSecond = (rates: readonly number[]): string => `${whole(median(rates))}/s`;

/** Milliseconds, or microseconds where they are few. */
export const time = (milliseconds: number): string =>
  milliseconds < 10 ? `${Math.round(milliseconds * 1_000)} µs` : `${milliseconds.toFixed(1)} ms`;
