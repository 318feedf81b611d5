import { z } from "@hono/zod-openapi";
import { HIGHEST_PRICE_IDR } from "../cars/vocabulary.ts";
import { CREDIT_TYPES, INSURANCE_KINDS } from "./vocabulary.ts";

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .openapi({ type: "integer", minimum: min, maximum: max });

const percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,3})?$/, "must be a percentage such as 25 or 27.5")
  .transform(Number)
  .pipe(z.number().max(90, "must be at most 90"))
  .openapi({ type: "number", minimum: 0, maximum: 90, example: 25 });

/** How somebody would pay; what is left out is as the dealership's rules say. */
export const CreditQuery = z
  .strictObject({
    dp: whole(0, HIGHEST_PRICE_IDR).optional().openapi({
      description: "The down payment in whole rupiah; not together with dpPercent.",
    }),
    dpPercent: percent.optional().openapi({
      description: "The down payment in percent of the price, with at most three decimals.",
    }),
    tenor: whole(1, 120).optional().openapi({
      description: "Months, one of those that the dealership offers.",
      example: 36,
    }),
    type: z.enum(CREDIT_TYPES).optional().openapi({
      description: "The first instalment is paid at signing (ADDM), or a month later (ADDB).",
    }),
    insurance: z.enum(INSURANCE_KINDS).optional(),
  })
  .refine(({ dp, dpPercent }) => dp === undefined || dpPercent === undefined, {
    ...{ path: ["dp"], message: "may not come together with dpPercent" },
  });
export type CreditQuery = z.infer<typeof CreditQuery>;
