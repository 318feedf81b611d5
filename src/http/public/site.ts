import { createRoute } from "@hono/zod-openapi";
import { Site } from "../../domain/tenants/schemas.ts";
import { siteProfile } from "../../domain/tenants/site-profile.ts";
import { answer, commonProblems, createRouter } from "../openapi.ts";

const route = createRoute({
  method: "get",
  path: "/site",
  tags: ["Public site"],
  summary: "The dealership's public profile",
  responses: { 200: answer(Site, "The dealership of this host."), ...commonProblems },
});

export const site = () =>
  createRouter().openapi(route, (c) => c.json(siteProfile(c.get("tenant")), 200));
