import { createRoute, z } from "@hono/zod-openapi";
import { Site } from "../../domain/tenants/schemas.ts";
import { siteProfile } from "../../domain/tenants/site-profile.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";
import { jsonBody, type PublicAnswers, typed } from "../public-answers.ts";

const SiteAnswer = z.object({ data: Site });

const route = createRoute({
  method: "get",
  path: "/site",
  tags: ["Public site"],
  ...forEverybody,
  summary: "The dealership's public profile",
  responses: {
    200: answer(SiteAnswer, "The dealership of this host."),
    ...publicProblems,
  },
});

export const site = (answers: PublicAnswers) =>
  createRouter().openapi(route, async (c) => {
    const answer = await answers.answerFrom(c, "site", async (tenant) =>
      jsonBody({ data: siteProfile(tenant) }),
    );
    return typed<z.infer<typeof SiteAnswer>>(answer);
  });
