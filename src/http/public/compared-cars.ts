import { createRoute, z } from "@hono/zod-openapi";
import { compareCars } from "../../domain/cars/compare-cars.ts";
import { ComparedCar } from "../../domain/cars/schemas.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { carsOf, fieldsOf, selectFields } from "../select-fields.ts";

const Comparison = carsOf(ComparedCar, "ComparedCarFields").extend({
  differences: z
    .array(z.string())
    .openapi({ description: "Fields in which not all of the cars are the same." }),
});

/** A display code's alphabet, which holds a slug's. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._/-]{0,99}$/u;

const ids = z
  .string()
  .max(500)
  .transform((value) => value.split(",").map((name) => name.trim()))
  .refine((names) => names.length >= 2 && names.length <= 4, "must name 2 to 4 cars")
  .refine((names) => names.every((name) => NAME.test(name)), "must be slugs or display codes")
  .refine((names) => new Set(names).size === names.length, "must not name a car twice")
  .openapi({
    type: "array",
    items: { type: "string", minLength: 1, maxLength: 100 },
    minItems: 2,
    maxItems: 4,
    param: { style: "form", explode: false },
    description: "Slugs or display codes, by commas.",
  });

const compare = createRoute({
  method: "get",
  path: "/cars/compare",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Two to four cars side by side, in the order asked for",
  description:
    "A sold car is there without its price. What names no car that is published or sold is answered 404, with the names in `errors`.",
  request: { query: z.strictObject({ fields: fieldsOf(ComparedCar), ids }) },
  responses: { 200: answer(Comparison, "The cars."), ...publicProblems },
});

export const comparedCars = (answers: PublicAnswers) =>
  createRouter().openapi(compare, async (c) => {
    const query = c.req.valid("query");
    const answer = await answers.answer(c, `compare ${canonical(query)}`, async (scope) => {
      const { fields, ids } = query;
      const { data, differences } = await compareCars(scope, ids);
      return jsonBody({
        data: data.map((car) => selectFields(car, fields)),
        differences: differences.filter((name) => fields?.includes(name) ?? true),
      });
    });
    return typed<z.infer<typeof Comparison>>(answer);
  });
