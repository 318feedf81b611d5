import { createRoute, z } from "@hono/zod-openapi";
import { CAR_EXTRAS, CarPageData } from "../../domain/cars/car-extras.ts";
import { carPageData } from "../../domain/cars/car-page-data.ts";
import { findShownCar } from "../../domain/cars/find-shown-car.ts";
import type { ListingSources } from "../../domain/cars/list-public-cars.ts";
import { listSimilar } from "../../domain/cars/list-similar.ts";
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
  description:
    "A sold car stays reachable, marked sold and without its price. Reading it counts as a view of the car, but by robots and in advance. A site that renders on a server passes on what the visitor's browser calls itself, as X-Visitor-User-Agent, to have its visitors counted.",
  request: {
    params: SlugParam,
    query: z.strictObject({ fields: fieldsOf(PublicCar), include: extrasOf(CAR_EXTRAS) }),
  },
  responses: { 200: answer(CarAnswer, "The car."), 301: movedResponse, ...publicProblems },
});

/** Cars that a page shows beside its own. */
const SIMILAR = 6;

export const carPage = (answers: PublicAnswers, sources: ListingSources) =>
  createRouter().openapi(get, (c) => {
    const { slug } = c.req.valid("param");
    const query = c.req.valid("query");
    const { fields, include = [] } = query;
    const isSimilarWanted = !fields || fields.includes("similar") || include.includes("similar");
    const wanted = {
      jsonld: include.includes("jsonld"),
      openGraph: include.includes("openGraph"),
    };
    const page = async () => {
      const name = `car ${slug} ${canonical(query)}`;
      const answer = await answers.answerFrom(c, name, async (tenant, enter) => {
        const found = await enter((scope) => findShownCar(scope, slug));
        if (!found) throw notFound("car");
        if ("movedTo" in found) throw new Moved(found.movedTo);
        const { row } = found;
        const similar = isSimilarWanted ? await listSimilar(sources, tenant, row.id, SIMILAR) : [];
        const car = carPageData(tenant, row, similar, wanted);
        const shown = selectFields(car, fields, include);
        return { ...jsonBody({ data: shown }), carId: row.id };
      });
      return typed<z.infer<typeof CarAnswer>>(answer);
    };
    return orRedirect(c, page, (moved) => `/api/cars/${moved}${written(query)}`);
  });
