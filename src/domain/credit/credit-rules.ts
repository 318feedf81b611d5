import { z } from "@hono/zod-openapi";
import { Version } from "../cars/car-input.ts";
import { assertConsistent } from "./consistent-rules.ts";
import { CREDIT_TYPES, INSURANCE_KINDS } from "./vocabulary.ts";

/** Years of the longest tenor. */
const MOST_YEARS = 10;
const HIGHEST_RATE = 60;
const HIGHEST_DOWN_PAYMENT = 90;
const HIGHEST_FEE_IDR = 1_000_000_000;

const hasThreeDecimals = (value: number) =>
  Math.abs(value * 1_000 - Math.round(value * 1_000)) < 1e-6;

const percent = (most: number) =>
  z
    .number()
    .min(0)
    .max(most)
    .refine(hasThreeDecimals, "must have at most three decimals")
    .openapi({ description: "Percent, with at most three decimals." });

const fee = z
  .int()
  .min(0)
  .max(HIGHEST_FEE_IDR)
  .openapi({ description: "Whole rupiah, paid in cash." });

const months = z
  .int()
  .min(6)
  .max(12 * MOST_YEARS);

const tenor = z.strictObject({
  months,
  ratePercent: percent(HIGHEST_RATE).openapi({ description: "Flat interest a year, in percent." }),
});

const ratesByYear = z.array(percent(HIGHEST_RATE)).min(1).max(MOST_YEARS).optional().openapi({
  description:
    "Percent of the insured value, for each year; the last is for all later years too. A kind without rates is not offered.",
});

const insuredYear = z.strictObject({
  insuredValuePercent: percent(100).openapi({ description: "Of the price, in percent." }),
  paid: z.enum(["cash", "loan"]).openapi({ description: "At signing, or carried on the loan." }),
});

const insurance = z.strictObject({
  defaultKind: z.enum(INSURANCE_KINDS),
  isOptional: z.boolean().openapi({ description: "Whether one may go without." }),
  rates: z.strictObject({ all_risk: ratesByYear, tlo: ratesByYear, combination: ratesByYear }),
  years: z.array(insuredYear).min(1).max(MOST_YEARS).openapi({
    description: "Each year of the loan; the last is for all later years too.",
  }),
});

const fields = {
  tenors: z.array(tenor).min(1).max(24),
  defaultTenor: months,
  defaultType: z.enum(CREDIT_TYPES),
  downPayment: z.strictObject({
    minPercent: percent(HIGHEST_DOWN_PAYMENT),
    maxPercent: percent(HIGHEST_DOWN_PAYMENT),
    defaultPercent: percent(HIGHEST_DOWN_PAYMENT),
  }),
  insurance,
  fees: z.strictObject({
    admin: fee,
    fiduciary: fee.openapi({ description: "Whole rupiah, to register the security." }),
    policy: fee.openapi({ description: "Whole rupiah, for a car that is insured." }),
    provisionPercent: percent(20).openapi({ description: "Of the loan's principal, in cash." }),
  }),
  roundUpTo: z.int().min(1).max(1_000_000).openapi({
    description: "Whole rupiah: an instalment is rounded up to a multiple of it.",
    example: 1_000,
  }),
};

/** How a dealership's buyers may pay by instalments. */
export const CreditRules = z.strictObject(fields).superRefine(assertConsistent);
export type CreditRules = z.infer<typeof CreditRules>;

/** The version that they are based on may come here or in If-Match. */
export const NewCreditRules = z
  .strictObject({ ...fields, version: Version.optional() })
  .superRefine(assertConsistent)
  .openapi("NewCreditRules");

export const VersionedCreditRules = z
  .object({
    ...fields,
    version: Version.openapi({ description: "1 while the usual rules count." }),
  })
  .openapi("CreditRules");
export type VersionedCreditRules = z.infer<typeof VersionedCreditRules>;
