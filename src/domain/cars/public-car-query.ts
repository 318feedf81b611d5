import { z } from "@hono/zod-openapi";
import { text } from "../text.ts";
import { filters, oneWayOfPaging, PageMeta, SORTS } from "./car-query.ts";
import { BODY_TYPES, FUELS, TRANSMISSIONS } from "./vocabulary.ts";

export const FACETS = [
  ...(["brand", "model", "year", "transmission", "fuel"] as const),
  ...(["bodyType", "color", "location", "price", "mileage"] as const),
] as const;
export type Facet = (typeof FACETS)[number];

/** Values that a filter takes at once. */
const MOST_VALUES = 20;
const MOST_WORDS = 20;

/** One of the values, as the API's document tells it. */
type Documented =
  | { type: "string"; minLength: number; maxLength: number }
  | { type: "string"; enum: string[] }
  | { type: "integer"; minimum: number; maximum: number };

/** Values separated by commas, each once and in one order. */
const several = <Item extends z.ZodType<string | number, string>>(
  item: Item,
  items: Documented,
  most = MOST_VALUES,
) =>
  z
    .string()
    .max(2_000)
    .transform((given, context): z.output<Item>[] => {
      const values = new Set<z.output<Item>>();
      for (const part of given.split(",")) {
        const parsed = item.safeParse(part);
        if (parsed.success) values.add(parsed.data);
        else {
          const message = parsed.error.issues[0]?.message ?? "is not valid";
          context.addIssue({ code: "custom", message });
          return z.NEVER;
        }
      }
      if (values.size > most) {
        context.addIssue({ code: "custom", message: `must be at most ${most} values` });
        return z.NEVER;
      }
      return [...values].sort();
    })
    .openapi({
      type: "array",
      ...{ items, minItems: 1, maxItems: most },
      param: { style: "form" as const, explode: false },
    })
    .optional();

const names = (max: number) =>
  several(
    text(max).transform((name) => name.toLowerCase()),
    { type: "string", minLength: 1, maxLength: max },
  );
const words = <const List extends readonly [string, ...string[]]>(list: List) =>
  several(z.enum(list), { type: "string", enum: [...list] }, list.length);

export const PublicCarQuery = z
  .strictObject({
    ...filters,
    brand: names(60),
    model: names(80),
    color: names(40),
    location: names(80),
    year: several(
      z
        .string()
        .trim()
        .regex(/^\d{4}$/, "must be a year")
        .transform(Number),
      { type: "integer", minimum: 1000, maximum: 9999 },
    ),
    transmission: words(TRANSMISSIONS),
    fuel: words(FUELS),
    bodyType: words(BODY_TYPES),
    q: text(100)
      .refine(
        (value) => new Set(value.toLowerCase().split(/\s+/)).size <= MOST_WORDS,
        `must be at most ${MOST_WORDS} different words`,
      )
      .optional()
      .openapi({ description: "What a buyer looks for, in words; at most 20." }),
    sort: z
      .enum([...SORTS, "relevance"])
      .optional()
      .openapi({
        description: "Newest first, or the best first where there is a q. Relevance needs a q.",
      }),
    facets: words(FACETS).openapi({ description: "What to count the cars by." }),
  })
  .refine(oneWayOfPaging.check, oneWayOfPaging.error)
  .refine(({ sort, q }) => sort !== "relevance" || q !== undefined, {
    path: ["sort"],
    message: "relevance needs a q",
  });
export type PublicCarQuery = z.infer<typeof PublicCarQuery>;

const Counts = z
  .array(z.object({ value: z.string(), count: z.int() }))
  .openapi("FacetCounts", { description: "The most frequent first, at most 200." });

const Histogram = z
  .object({
    min: z.int().nullable(),
    max: z.int().nullable(),
    buckets: z
      .array(z.object({ from: z.int(), to: z.int(), count: z.int() }))
      .openapi({ description: "Side by side; from is in a bucket and to is in the next." }),
  })
  .openapi("FacetHistogram");
export type Histogram = z.infer<typeof Histogram>;

export const Facets = z
  .object({
    ...{ brand: Counts.optional(), model: Counts.optional() },
    year: Histogram.extend({ values: z.array(z.object({ value: z.int(), count: z.int() })) })
      .openapi("YearFacet")
      .optional(),
    ...{ transmission: Counts.optional(), fuel: Counts.optional(), bodyType: Counts.optional() },
    ...{ color: Counts.optional(), location: Counts.optional() },
    ...{ price: Histogram.optional(), mileage: Histogram.optional() },
  })
  .openapi("Facets", { description: "Each counts the cars that all other filters let through." });
export type Facets = z.infer<typeof Facets>;

const Words = z.array(z.string()).optional();
const Amount = z.int().optional();

const Understood = z
  .object({
    ...{ brand: Words, model: Words, transmission: Words, fuel: Words, bodyType: Words },
    ...{ color: Words, yearMin: Amount, yearMax: Amount, priceMin: Amount, priceMax: Amount },
    mileageMax: Amount,
    words: Words.openapi({ description: "Of variants, places and codes, and unknown ones." }),
    corrected: z.array(z.object({ from: z.string(), to: z.string() })).optional(),
    order: z.enum(["price", "mileage", "year"]).optional().openapi({
      description: "Cheapest, least driven or newest model year first, where that was asked.",
    }),
  })
  .openapi("Understood", { description: "What was read out of q." });

export const ListingMeta = PageMeta.extend({ understood: Understood.optional() }).openapi(
  "ListingMeta",
);
