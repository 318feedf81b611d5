import { z } from "@hono/zod-openapi";
import { text } from "../text.ts";
import {
  BODY_TYPES,
  FUELS,
  HIGHEST_MILEAGE_KM,
  HIGHEST_PRICE_IDR,
  STATUSES,
  TRANSMISSIONS,
} from "./vocabulary.ts";

/** A whole number of a query, from `min` to `max`. */
export const count = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .openapi({ type: "integer", minimum: min, maximum: max });

export const SORTS = ["newest", "price_asc", "price_desc", "year_desc", "mileage_asc"] as const;
export type Sort = (typeof SORTS)[number];

/** Each word is looked for in every car of the tenant. */
const MOST_WORDS = 8;

const words = text(100)
  .transform((value) => [...new Set(value.toLowerCase().split(/\s+/))])
  .refine((list) => list.length <= MOST_WORDS, `must be at most ${MOST_WORDS} different words`)
  .openapi({
    type: "string",
    minLength: 1,
    maxLength: 100,
    description: "Words that all occur in the listing, at most 8.",
  });

export const filters = {
  brand: text(60).optional(),
  model: text(80).optional(),
  yearMin: count(0, 9_999).optional(),
  yearMax: count(0, 9_999).optional(),
  priceMin: count(0, HIGHEST_PRICE_IDR).optional(),
  priceMax: count(0, HIGHEST_PRICE_IDR).optional(),
  transmission: z.enum(TRANSMISSIONS).optional(),
  fuel: z.enum(FUELS).optional(),
  bodyType: z.enum(BODY_TYPES).optional(),
  mileageMax: count(0, HIGHEST_MILEAGE_KM).optional(),
  color: text(40).optional(),
  q: words.optional(),
  sort: z.enum(SORTS).default("newest"),
  limit: count(1, 100).default(20).openapi({ default: 20 }),
  page: count(1, 500).optional().openapi({ description: "From 1; not together with cursor." }),
  cursor: z.string().max(300).optional().openapi({
    description: "meta.nextCursor of the page before; stays right while stock changes.",
  }),
};

export const oneWayOfPaging = {
  check: ({ page, cursor }: { page?: number; cursor?: string }) => !(page && cursor),
  error: { path: ["cursor"], message: "must not come together with page" },
};

export const StockQuery = z
  .strictObject({ ...filters, status: z.enum(STATUSES).optional() })
  .refine(oneWayOfPaging.check, oneWayOfPaging.error);
export type StockQuery = z.infer<typeof StockQuery>;

export const PageMeta = z
  .object({
    total: z.int(),
    limit: z.int(),
    page: z.int().optional(),
    nextCursor: z.string().nullable(),
  })
  .openapi("PageMeta");
export type PageMeta = z.infer<typeof PageMeta>;
