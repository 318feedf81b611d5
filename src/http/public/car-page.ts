import { createRoute, z } from "@hono/zod-openapi";
import { CAR_EXTRAS, CarPageData } from "../../domain/cars/car-extras.ts";
import { findPublicCar } from "../../domain/cars/find-public-car.ts";
import { PublicCar } from "../../domain/cars/schemas.ts";
import { notFound } from "../../domain/errors.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { extrasOf, fieldsOf, selectFields, wholeOrFields } from "../select-fields.ts";
import { Moved, movedResponse, orRedirect, SlugParam, written } from "./car-slug.ts";

const CarAnswer = z.object({ data: wholeOrFields(CarPageData, "CarPageFields") });

const get = createRoute({
  method: "get",
  path: "/cars/{slug}",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Everything public about one car, with up to six similar ones",
  description: "A sold car stays reachable, marked sold and without its price.",
  request: {
    params: SlugParam,
    query: z.strictObject({ fields: fieldsOf(PublicCar), include: extrasOf(CAR_EXTRAS) }),
  },
  responses: { 200: answer(CarAnswer, "The car."), 301: movedResponse, ...publicProblems },
});

export const carPage = (answers: PublicAnswers) =>
  createRouter().openapi(get, (c) => {
    const { slug } = c.req.valid("param");
    const query = c.req.valid("query");
    const { fields, include = [] } = query;
    const wanted = {
      similar: !fields || fields.includes("similar") || include.includes("similar"),
      jsonld: include.includes("jsonld"),
      openGraph: include.includes("openGraph"),
    };
    const page = async () => {
      const name = `car ${slug} ${canonical(query)}`;
      const answer = await answers.answer(c, name, async (scope) => {
        const found = await findPublicCar(scope, slug, wanted);
        if (!found) throw notFound("car");
        if ("movedTo" in found) throw new Moved(found.movedTo);
        return jsonBody({ data: selectFields(found.car, fields, include) });
      });
      return typed<z.infer<typeof CarAnswer>>(answer);
    };
    return orRedirect(c, page, (moved) => `/api/cars/${moved}${written(query)}`);
  });
