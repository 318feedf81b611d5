import { createRoute, z } from "@hono/zod-openapi";
import { count } from "../../domain/cars/car-query.ts";
import { findShownCar } from "../../domain/cars/find-shown-car.ts";
import type { ListingSources } from "../../domain/cars/list-public-cars.ts";
import { listSimilar } from "../../domain/cars/list-similar.ts";
import { CarCard } from "../../domain/cars/schemas.ts";
import { notFound } from "../../domain/errors.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { carsOf, fieldsOf, selectFields } from "../select-fields.ts";
import { Moved, movedResponse, orRedirect, SlugParam, written } from "./car-slug.ts";

const SimilarCars = carsOf(CarCard, "CarCardFields");

const list = createRoute({
  method: "get",
  path: "/cars/{slug}/similar",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Cars on offer that are most like one, which may be sold",
  description:
    "The more alike come first: by model, brand, body, price, year and transmission. What a sold car cost plays no part.",
  request: {
    params: SlugParam,
    query: z.strictObject({
      fields: fieldsOf(CarCard),
      limit: count(1, 12).default(6).openapi({ default: 6 }),
    }),
  },
  responses: { 200: answer(SimilarCars, "Cars."), 301: movedResponse, ...publicProblems },
});

export const similarCars = (answers: PublicAnswers, sources: ListingSources) =>
  createRouter().openapi(list, (c) => {
    const { slug } = c.req.valid("param");
    const query = c.req.valid("query");
    const cars = async () => {
      const name = `similar ${slug} ${canonical(query)}`;
      const answer = await answers.answerFrom(c, name, async (tenant, enter) => {
        const found = await enter((scope) => findShownCar(scope, slug));
        if (!found) throw notFound("car");
        if ("movedTo" in found) throw new Moved(found.movedTo);
        const similar = await listSimilar(sources, tenant, found.row.id, query.limit);
        return jsonBody({ data: similar.map((car) => selectFields(car, query.fields)) });
      });
      return typed<z.infer<typeof SimilarCars>>(answer);
    };
    return orRedirect(c, cars, (moved) => `/api/cars/${moved}/similar${written(query)}`);
  });
