import type { CreditType } from "./vocabulary.ts";

/** A month's interest above which none is told: the loan is small beside the rounding. */
const HIGHEST = 1;
/** Halvings, beyond which a double knows no finer. */
const STEPS = 60;

/** What payments are worth at signing, at an interest a month. */
function presentValue(instalment: number, months: number, first: number, rate: number): number {
  let value = 0;
  for (let month = first; month < first + months; month += 1) {
    value += instalment / (1 + rate) ** month;
  }
  return value;
}

const toPercent = (share: number) => Math.round(share * 10_000) / 100;

/**
 * What a loan costs a year on what is still owed, in percent of two decimals: the interest i a month
 * at which the instalments are worth the principal at signing (the internal rate of return), found
 * by halving. `effective` is 12 × i, as finance companies quote it (bunga efektif); `annual` is
 * (1 + i)^12 − 1. Insurance and fees are left out. Null beyond 100 % a month.
 */
export function effectiveRate(
  { principal, instalment }: { principal: bigint; instalment: bigint },
  months: number,
  type: CreditType,
): { effective: number; annual: number } | null {
  const first = type === "ADDM" ? 0 : 1;
  const owed = Number(principal);
  const worth = (rate: number) => presentValue(Number(instalment), months, first, rate);
  if (worth(HIGHEST) > owed) return null;
  let [low, high] = [0, HIGHEST];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (worth(middle) > owed) low = middle;
    else high = middle;
  }
  return { effective: toPercent(12 * low), annual: toPercent((1 + low) ** 12 - 1) };
}
