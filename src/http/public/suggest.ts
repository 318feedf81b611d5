import { createRoute, z } from "@hono/zod-openapi";
import { SUGGESTION_KINDS, suggestCars } from "../../domain/cars/stock/search/suggest-cars.ts";
import type { StockStore } from "../../domain/cars/stock/stock-store.ts";
import { text } from "../../domain/text.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";

const CarSuggestion = z
  .object({
    kind: z.enum(SUGGESTION_KINDS),
    text: z.string().openapi({ example: "Toyota Avanza" }),
    count: z.int().openapi({ description: "Cars on offer." }),
    query: z
      .object({
        brand: z.string().optional(),
        model: z.string().optional(),
        q: z.string().optional(),
      })
      .openapi({ description: "Parameters with which `GET /api/cars` shows them." }),
  })
  .openapi("CarSuggestion");
const Suggestions = z.object({ data: z.array(CarSuggestion) });

/** The most suggestions that a list below a field shows. */
const MOST = 20;

const SuggestQuery = z.strictObject({
  q: text(100)
    .transform((typedSoFar) => typedSoFar.toLowerCase().replace(/\s+/g, " "))
    .openapi({ type: "string", minLength: 1, maxLength: 100, example: "ava" }),
  limit: z
    .string()
    .regex(/^\d{1,2}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(1, "must be at least 1").max(MOST, `must be at most ${MOST}`))
    .default(8)
    .openapi({ type: "integer", minimum: 1, maximum: MOST, default: 8 }),
});

const suggest = createRoute({
  method: "get",
  path: "/cars/suggest",
  tags: ["Public site"],
  ...forEverybody,
  summary: "What may be meant by what a buyer has typed so far",
  description:
    "Brands, models, variants and cars on offer, the likeliest first; misspelt words are understood.",
  request: { query: SuggestQuery },
  responses: { 200: answer(Suggestions, "Suggestions."), ...publicProblems },
});

export const carSuggestions = (answers: PublicAnswers, { stockOf }: Pick<StockStore, "stockOf">) =>
  createRouter().openapi(suggest, async (c) => {
    const { q, limit } = c.req.valid("query");
    const found = await answers.answerFrom(
      c,
      `suggest ${canonical({ q, limit })}`,
      async (tenant) => jsonBody({ data: suggestCars(q, await stockOf(tenant), limit) }),
    );
    return typed<z.infer<typeof Suggestions>>(found);
  });
