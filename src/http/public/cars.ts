import { createRoute, type z } from "@hono/zod-openapi";
import { addCardExtras } from "../../domain/cars/add-card-extras.ts";
import { CARD_EXTRAS, ListedCar } from "../../domain/cars/car-extras.ts";
import { PageMeta, PublicCarQuery } from "../../domain/cars/car-query.ts";
import { listPublicCars } from "../../domain/cars/list-cars.ts";
import { CarCard } from "../../domain/cars/schemas.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { carsOf, extrasOf, fieldsOf, selectFields } from "../select-fields.ts";

const CarPage = carsOf(ListedCar, "ListedCarFields").extend({ meta: PageMeta });

const list = createRoute({
  method: "get",
  path: "/cars",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Cars on offer",
  description: "Cars that are available or booked. Text filters ignore case.",
  request: {
    query: PublicCarQuery.safeExtend({
      fields: fieldsOf(CarCard),
      include: extrasOf(CARD_EXTRAS),
    }),
  },
  responses: { 200: answer(CarPage, "A page of cars."), ...publicProblems },
});

export const cars = (answers: PublicAnswers) =>
  createRouter().openapi(list, async (c) => {
    const query = c.req.valid("query");
    const answer = await answers.answer(c, `cars ${canonical(query)}`, async (scope) => {
      const { fields, include, ...filters } = query;
      const { data, meta } = await listPublicCars(scope, filters);
      const listed = await addCardExtras(scope, data, include);
      return jsonBody({ data: listed.map((car) => selectFields(car, fields, include)), meta });
    });
    return typed<z.infer<typeof CarPage>>(answer);
  });
