import type { CreditRules } from "./credit-rules.ts";

const TENORS = [12, 24, 36, 48, 60];
/** Flat a year; rates, fees and the shares of years one to three are those of the trade's example. */
const RATE_PERCENT = 5.85;
const ALL_RISK_PERCENT = 2.97;
/** The lower bound for a car of 125 to 200 million in Jakarta, by SEOJK 6/SEOJK.05/2017. */
const TLO_PERCENT = 0.44;

/** What counts for a dealership that has set no rules. */
export const USUAL_RULES: CreditRules = {
  tenors: TENORS.map((months) => ({ months, ratePercent: RATE_PERCENT })),
  defaultTenor: 36,
  defaultType: "ADDM",
  downPayment: { minPercent: 20, maxPercent: 90, defaultPercent: 25 },
  insurance: {
    defaultKind: "all_risk",
    isOptional: false,
    rates: {
      all_risk: [ALL_RISK_PERCENT],
      tlo: [TLO_PERCENT],
      combination: [ALL_RISK_PERCENT, TLO_PERCENT],
    },
    years: [
      { insuredValuePercent: 100, paid: "cash" },
      { insuredValuePercent: 80, paid: "loan" },
      { insuredValuePercent: 80, paid: "loan" },
      { insuredValuePercent: 70, paid: "loan" },
      { insuredValuePercent: 60, paid: "loan" },
    ],
  },
  fees: { admin: 1_100_000, fiduciary: 650_000, policy: 50_000, provisionPercent: 0 },
  roundUpTo: 1_000,
};
