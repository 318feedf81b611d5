import { createRoute, z } from "@hono/zod-openapi";
import { CreditQuery } from "../../domain/credit/credit-query.ts";
import { CreditSimulation } from "../../domain/credit/credit-schemas.ts";
import { findCredit } from "../../domain/credit/find-credit.ts";
import { notFound } from "../../domain/errors.ts";
import { answer, createRouter, forEverybody, problems, publicProblems } from "../openapi.ts";
import { canonical, jsonBody, type PublicAnswers, typed } from "../public-answers.ts";

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
    params: z.strictObject({
      slug: z
        .string()
        .regex(/^[a-z0-9-]{1,100}$/, "is not a slug")
        .openapi({ param: { name: "slug", in: "path" } }),
    }),
    query: CreditQuery,
  },
  responses: {
    200: answer(CreditAnswer, "The simulation."),
    301: {
      description: "The car has a new slug.",
      headers: z.object({ Location: z.string().max(500) }),
    },
    ...publicProblems,
    ...problems(409),
  },
});

/** A car that goes by another slug now. */
class Moved extends Error {
  constructor(readonly slug: string) {
    super("moved");
  }
}

/** The parameters as they were sent, known and few. */
function asSent(query: CreditQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  return parameters.size > 0 ? `?${parameters}` : "";
}

export const credit = (answers: PublicAnswers) =>
  createRouter().openapi(simulate, async (c) => {
    const { slug } = c.req.valid("param");
    const query = c.req.valid("query");
    try {
      const name = `credit ${slug} ${canonical(query)}`;
      const answer = await answers.answer(c, name, async (scope) => {
        const found = await findCredit(scope, slug, query);
        if (!found) throw notFound("car");
        if ("movedTo" in found) throw new Moved(found.movedTo);
        return jsonBody({ data: found.credit });
      });
      return typed<z.infer<typeof CreditAnswer>>(answer);
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
      // A car may go back to its former slug, so that no one may keep the redirect.
      c.header("Cache-Control", "no-cache");
      return c.redirect(`/api/cars/${error.slug}/credit${asSent(query)}`, 301);
    }
  });
