import { createRoute, z } from "@hono/zod-openapi";
import { findPublicCar } from "../../domain/cars/find-public-car.ts";
import { type ListingSources, listPublicCars } from "../../domain/cars/list-public-cars.ts";
import { Facets, ListingMeta, PublicCarQuery } from "../../domain/cars/public-car-query.ts";
import { CarCard, PublicCar } from "../../domain/cars/schemas.ts";
import { notFound } from "../../domain/errors.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";

const tags = ["Public site"];
const CarPage = z.object({
  data: z.array(CarCard),
  facets: Facets.optional(),
  meta: ListingMeta,
});
const CarAnswer = z.object({ data: PublicCar });

const list = createRoute({
  method: "get",
  path: "/cars",
  tags,
  ...forEverybody,
  summary: "Cars on offer",
  description:
    "Cars that are available or booked. Text filters ignore case; a filter that takes several values lets through the cars of any.",
  request: { query: PublicCarQuery },
  responses: { 200: answer(CarPage, "A page of cars."), ...publicProblems },
});

const get = createRoute({
  method: "get",
  path: "/cars/{slug}",
  tags,
  ...forEverybody,
  summary: "Everything public about one car, with up to six similar ones",
  description: "A sold car stays reachable, marked sold and without its price.",
  request: {
    params: z.strictObject({
      slug: z
        .string()
        .regex(/^[a-z0-9-]{1,100}$/, "is not a slug")
        .openapi({ param: { name: "slug", in: "path" } }),
    }),
  },
  responses: {
    200: answer(CarAnswer, "The car."),
    301: {
      description: "The car has a new slug.",
      headers: z.object({ Location: z.string().max(200) }),
    },
    ...publicProblems,
  },
});

/** A car that goes by another slug now. */
class Moved extends Error {
  constructor(readonly slug: string) {
    super("moved");
  }
}

export const cars = (answers: PublicAnswers, sources: ListingSources) =>
  createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      const answer = await answers.answerFrom(c, `cars ${canonical(query)}`, async (tenant) =>
        jsonBody(await listPublicCars(sources, tenant, query)),
      );
      return typed<z.infer<typeof CarPage>>(answer);
    })
    .openapi(get, async (c) => {
      const { slug } = c.req.valid("param");
      try {
        const answer = await answers.answer(c, `car ${slug}`, async (scope) => {
          const found = await findPublicCar(scope, slug);
          if (!found) throw notFound("car");
          if ("movedTo" in found) throw new Moved(found.movedTo);
          return jsonBody({ data: found.car });
        });
        return typed<z.infer<typeof CarAnswer>>(answer);
      } catch (error) {
        if (!(error instanceof Moved)) throw error;
        // A car may go back to its former slug, so that no one may keep the redirect.
        c.header("Cache-Control", "no-cache");
        return c.redirect(`/api/cars/${error.slug}`, 301);
      }
    });
