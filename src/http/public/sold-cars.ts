import { createRoute, z } from "@hono/zod-openapi";
import { count } from "../../domain/cars/car-query.ts";
import { listSoldCars } from "../../domain/cars/list-sold-cars.ts";
import { SoldCar } from "../../domain/cars/schemas.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { carsOf, fieldsOf, selectFields } from "../select-fields.ts";

const SoldCars = carsOf(SoldCar, "SoldCarFields").extend({
  meta: z.object({ limit: z.int(), nextCursor: z.string().nullable() }),
});

const list = createRoute({
  method: "get",
  path: "/cars/sold",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Cars sold within the last 90 days, the latest first",
  description: "Never with a price.",
  request: {
    query: z.strictObject({
      fields: fieldsOf(SoldCar),
      limit: count(1, 100).default(20).openapi({ default: 20 }),
      cursor: z
        .string()
        .max(300)
        .optional()
        .openapi({ description: "meta.nextCursor of the page before." }),
    }),
  },
  responses: { 200: answer(SoldCars, "A page of cars."), ...publicProblems },
});

/** A day's end takes a car out of the list, which changes nothing in the catalogue. */
export const soldCars = (answers: PublicAnswers, clock: () => Date) =>
  createRouter().openapi(list, async (c) => {
    const query = c.req.valid("query");
    const today = clock().toISOString().slice(0, 10);
    const answer = await answers.answer(c, `sold ${today} ${canonical(query)}`, async (scope) => {
      const { fields, ...page } = query;
      const { data, meta } = await listSoldCars(scope, page);
      return jsonBody({ data: data.map((car) => selectFields(car, fields)), meta });
    });
    return typed<z.infer<typeof SoldCars>>(answer);
  });
