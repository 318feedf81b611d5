import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { eraseLead } from "../../domain/leads/erase-lead.ts";
import { exportLead } from "../../domain/leads/export-lead.ts";
import { LeadExport } from "../../domain/leads/export-schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, staffOnly, staffProblems } from "../openapi.ts";

const tags = ["Personal data"];

const exported = createRoute({
  method: "get",
  path: "/leads/{id}/export",
  tags,
  summary: "Everything about one person, to hand over",
  description: "Comes as an attachment, and is written down in the audit log.",
  ...staffOnly("leads:export"),
  request: { params: IdParam },
  responses: {
    200: answer(z.object({ data: LeadExport }), "What is known of the person."),
    ...staffProblems,
  },
});

const erase = createRoute({
  method: "delete",
  path: "/leads/{id}/personal-data",
  tags,
  summary: "Remove a person for good",
  description:
    "Name, numbers, address, tags, notes and all that was written go; that there was a lead, its status, source, dates and who looked after it stay in the statistics. The lead is found no more, and somebody who writes again is a new one.",
  ...staffOnly("leads:erase"),
  request: { params: IdParam },
  responses: { 204: { description: "Removed." }, ...staffProblems },
});

export const leadPersons = (deps: Deps) =>
  createRouter()
    .openapi(exported, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => exportLead(scope, id));
      c.header("Content-Disposition", `attachment; filename="lead-${id}.json"`);
      return c.json({ data }, 200);
    })
    .openapi(erase, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => eraseLead(scope, id));
      return c.body(null, 204);
    });
