import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { getLeadDetail } from "../../domain/leads/get-lead-detail.ts";
import { LeadDetailQuery, LeadQuery, LeadStatsQuery } from "../../domain/leads/lead-query.ts";
import { leadStats } from "../../domain/leads/lead-stats.ts";
import { listLeads } from "../../domain/leads/list-leads.ts";
import { Lead, LeadDetail, LeadPageMeta, LeadStats } from "../../domain/leads/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, staffOnly, staffProblems } from "../openapi.ts";
import { leadAssignment } from "./lead-assignment.ts";
import { leadChanges } from "./leads-changes.ts";
import { leadPersons } from "./leads-person.ts";

const tags = ["Leads"];

const list = createRoute({
  method: "get",
  path: "/leads",
  tags,
  summary: "Leads, newest activity first",
  description:
    "Sales see their own leads and those of nobody; everybody else sees all. The period is that of the last activity.",
  ...staffOnly("leads:read"),
  request: { query: LeadQuery },
  responses: {
    200: answer(z.object({ data: z.array(Lead), meta: LeadPageMeta }), "One page."),
    ...staffProblems,
  },
});

const stats = createRoute({
  method: "get",
  path: "/leads/stats",
  tags,
  summary: "Leads counted by status, source, salesperson and day",
  description:
    "Of the leads that came in the period, or of all; of those that one may see. Days are the dealership's own.",
  ...staffOnly("leads:read"),
  request: { query: LeadStatsQuery },
  responses: { 200: answer(z.object({ data: LeadStats }), "The counts."), ...staffProblems },
});

const get = createRoute({
  method: "get",
  path: "/leads/{id}",
  tags,
  summary: "A lead with enquiries, notes and messages",
  ...staffOnly("leads:read"),
  request: { params: IdParam, query: LeadDetailQuery },
  responses: { 200: answer(z.object({ data: LeadDetail }), "The lead."), ...staffProblems },
});

export function leadRoutes(deps: Deps) {
  const router = createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listLeads(scope, query)), 200);
    })
    .openapi(stats, async (c) => {
      const period = c.req.valid("query");
      const data = await enterAsStaff(deps, c)((scope) => leadStats(scope, period));
      return c.json({ data }, 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const { messagesBefore } = c.req.valid("query");
      const data = await enterAsStaff(deps, c)((scope) => getLeadDetail(scope, id, messagesBefore));
      return c.json({ data }, 200);
    });
  router.route("/", leadAssignment(deps));
  router.route("/", leadChanges(deps));
  router.route("/", leadPersons(deps));
  return router;
}
