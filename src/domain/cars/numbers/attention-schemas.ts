import { z } from "@hono/zod-openapi";
import { pageFields } from "../../page-fields.ts";
import { STATUSES } from "../vocabulary.ts";

/** Why somebody should look at a car today. */
export const ATTENTION_REASONS = [
  "no_photo",
  "aged",
  "annual_tax_due",
  "stnk_due",
  "above_like_cars",
  "viewed_without_enquiry",
] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** Days in stock beyond which a car is aged. */
export const AGED_AFTER = 90;
/** Days ahead in which a tax or the STNK counts as due. */
export const DUE_WITHIN = 30;
/** Of the median of like cars, in percent, beyond which a price is high. */
export const HIGH_ABOVE = 10;
/** Views in all from which a car that nobody asked about is told. */
export const MANY_VIEWS = 100;
/** Like cars below which their median tells nothing. */
export const FEWEST_LIKE_CARS = 3;

const due = {
  on: z.iso.date(),
  days: z.int().openapi({ description: "From today; negative when it is past." }),
};

const Reason = z
  .discriminatedUnion("reason", [
    z.object({ reason: z.literal("no_photo") }),
    z.object({ reason: z.literal("aged"), days: z.int() }),
    z.object({ reason: z.literal("annual_tax_due"), ...due }),
    z.object({ reason: z.literal("stnk_due"), ...due }),
    z.object({
      reason: z.literal("above_like_cars"),
      median: z.int().openapi({ description: "Of the like cars' prices, whole rupiah." }),
      likeCars: z.int().openapi({
        description: "Others on offer of its brand and model, at most a year older or younger.",
      }),
      above: z.int().openapi({ description: "Whole rupiah above the median." }),
      abovePercent: z.number(),
    }),
    z.object({
      reason: z.literal("viewed_without_enquiry"),
      views: z.int().openapi({ description: "Of its page in all; nobody asked about it." }),
    }),
  ])
  .openapi("AttentionReason");
export type Reason = z.infer<typeof Reason>;

export const AttentionQuery = z.strictObject({
  reason: z.enum(ATTENTION_REASONS).optional().openapi({ description: "Cars with this one." }),
  ...pageFields(20),
});
export type AttentionQuery = z.infer<typeof AttentionQuery>;

export const CarToLookAt = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    displayCode: z.string(),
    title: z.string().openapi({ example: "2019 Toyota Avanza 1.3 G" }),
    status: z.enum(STATUSES),
    price: z.int().openapi({ description: "Whole rupiah." }),
    daysInStock: z.int(),
    listedAt: z.iso.datetime(),
    reasons: z.array(Reason).min(1),
  })
  .openapi("CarToLookAt");
export type CarToLookAt = z.infer<typeof CarToLookAt>;

const counts = Object.fromEntries(ATTENTION_REASONS.map((reason) => [reason, z.int()])) as Record<
  AttentionReason,
  z.ZodInt
>;

export const AttentionMeta = z
  .object({
    limit: z.int(),
    nextCursor: z.string().nullable(),
    total: z.int().openapi({ description: "Cars of all pages." }),
    reasons: z.object(counts).openapi({ description: "How many cars have each, of any reason." }),
  })
  .openapi("AttentionMeta");
export type AttentionMeta = z.infer<typeof AttentionMeta>;
