import { createRoute, z } from "@hono/zod-openapi";
import { CreditQuery } from "../../domain/credit/credit-query.ts";
import { CreditSimulation } from "../../domain/credit/credit-schemas.ts";
import { findCredit } from "../../domain/credit/find-credit.ts";
import { notFound } from "../../domain/errors.ts";
import { answer, createRouter, forEverybody, problems, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";
import { Moved, movedResponse, orRedirect, SlugParam, written } from "./car-slug.ts";

const CreditAnswer = z.object({ data: CreditSimulation });

const simulate = createRoute({
  method: "get",
  path: "/cars/{slug}/credit",
  tags: ["Public site"],
  ...forEverybody,
  summary: "What a car costs by instalments, with the payment of every month",
  description:
    "A simulation by the dealership's rules, at flat interest; `options` tells what else it offers. A sold car answers 409.",
  request: {
    params: SlugParam,
    query: CreditQuery,
  },
  responses: {
    200: answer(CreditAnswer, "The simulation."),
    301: movedResponse,
    ...publicProblems,
    ...problems(409),
  },
});

export const credit = (answers: PublicAnswers) =>
  createRouter().openapi(simulate, (c) => {
    const { slug } = c.req.valid("param");
    const query = c.req.valid("query");
    const simulation = async () => {
      const name = `credit ${slug} ${canonical(query)}`;
      const answer = await answers.answer(c, name, async (scope) => {
        const found = await findCredit(scope, slug, query);
        if (!found) throw notFound("car");
        if ("movedTo" in found) throw new Moved(found.movedTo);
        return jsonBody({ data: found.credit });
      });
      return typed<z.infer<typeof CreditAnswer>>(answer);
    };
    return orRedirect(c, simulation, (moved) => `/api/cars/${moved}/credit${written(query)}`);
  });
