import type { CreditRules } from "./credit-rules.ts";
import { divideHalfUp, exactPercent, WHOLE } from "./exact.ts";
import type { InsuranceKind } from "./vocabulary.ts";

interface InsuredYear {
  /** From 1. */
  year: number;
  insuredValue: bigint;
  ratePercent: number;
  premium: bigint;
  paid: "cash" | "loan";
}

const MONTHS = 12;

/** The entry of a year, from 1; the last entry is for all later years too. */
const ofYear = <T>(entries: readonly T[], year: number) =>
  entries[Math.min(year, entries.length) - 1] as T;

/**
 * The premiums for each year of a loan, in whole rupiah: price × insured value × rate, as finance
 * companies reckon it (premi = persentase nilai pertanggungan × rate × OTR). A year that the loan
 * ends within counts by its months. Half a rupiah is rounded up.
 * @param price whole rupiah; @param months the tenor.
 */
export function insure(
  { rates, years }: CreditRules["insurance"],
  kind: InsuranceKind,
  price: bigint,
  months: number,
): InsuredYear[] {
  const byYear = kind === "none" ? undefined : rates[kind];
  if (!byYear) return [];
  return Array.from({ length: Math.ceil(months / MONTHS) }, (_, at) => {
    const year = at + 1;
    const { insuredValuePercent, paid } = ofYear(years, year);
    const ratePercent = ofYear(byYear, year);
    const ofPrice = price * exactPercent(insuredValuePercent);
    const within = BigInt(Math.min(MONTHS, months - at * MONTHS));
    const premium = ofPrice * exactPercent(ratePercent) * within;
    return {
      ...{ year, ratePercent, paid, insuredValue: divideHalfUp(ofPrice, WHOLE) },
      premium: divideHalfUp(premium, WHOLE * WHOLE * BigInt(MONTHS)),
    };
  });
}
