import { createRoute, z } from "@hono/zod-openapi";
import { Site } from "../../domain/tenants/schemas.ts";
import { siteProfile } from "../../domain/tenants/site-profile.ts";
import { answer, createRouter, forEverybody, publicProblems } from "../openapi.ts";

const route = createRoute({
  method: "get",
  path: "/site",
  tags: ["Public site"],
  ...forEverybody,
  summary: "The dealership's public profile",
  responses: {
    200: answer(z.object({ data: Site }), "The dealership of this host."),
    ...publicProblems,
  },
});

export const site = () =>
  createRouter().openapi(route, (c) => c.json({ data: siteProfile(c.get("tenant")) }, 200));
