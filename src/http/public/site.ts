import { createRoute, z } from "@hono/zod-openapi";
import { Site } from "../../domain/tenants/schemas.ts";
import { siteProfile } from "../../domain/tenants/site-profile.ts";
import { answer, commonProblems, createRouter } from "../openapi.ts";

const route = createRoute({
  method: "get",
  path: "/site",
  tags: ["Public site"],
  summary: "The dealership's public profile",
  responses: {
    200: answer(z.object({ data: Site }), "The dealership of this host."),
    ...commonProblems,
  },
});

export const site = () =>
  createRouter().openapi(route, (c) => c.json({ data: siteProfile(c.get("tenant")) }, 200));
