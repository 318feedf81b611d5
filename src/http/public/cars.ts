import { createRoute, type z } from "@hono/zod-openapi";
import { addCardExtras } from "../../domain/cars/add-card-extras.ts";
import { CARD_EXTRAS, ListedCar } from "../../domain/cars/car-extras.ts";
import { type ListingSources, listPublicCars } from "../../domain/cars/list-public-cars.ts";
import { Facets, ListingMeta, PublicCarQuery } from "../../domain/cars/public-car-query.ts";
import { CarCard } from "../../domain/cars/schemas.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { carsOf, extrasOf, fieldsOf, selectFields } from "../select-fields.ts";

const CarPage = carsOf(ListedCar, "ListedCarFields").extend({
  facets: Facets.optional(),
  meta: ListingMeta,
});

const list = createRoute({
  method: "get",
  path: "/cars",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Cars on offer",
  description:
    "Cars that are available or booked. Text filters ignore case; a filter that takes several values lets through the cars of any.",
  request: {
    query: PublicCarQuery.safeExtend({
      fields: fieldsOf(CarCard),
      include: extrasOf(CARD_EXTRAS),
    }),
  },
  responses: { 200: answer(CarPage, "A page of cars."), ...publicProblems },
});

export const cars = (answers: PublicAnswers, sources: ListingSources) =>
  createRouter().openapi(list, async (c) => {
    const query = c.req.valid("query");
    const name = `cars ${canonical(query)}`;
    const answer = await answers.answerFrom(c, name, async (tenant, enter) => {
      const { fields, include, ...filters } = query;
      const { data, ...rest } = await listPublicCars(sources, tenant, filters);
      const listed = include ? await enter((scope) => addCardExtras(scope, data, include)) : data;
      return jsonBody({ data: listed.map((car) => selectFields(car, fields, include)), ...rest });
    });
    return typed<z.infer<typeof CarPage>>(answer);
  });
