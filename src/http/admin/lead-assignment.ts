import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { assignLead } from "../../domain/assignment/assign-lead.ts";
import { claimLead } from "../../domain/assignment/claim-lead.ts";
import { Lead, LeadAssignment } from "../../domain/leads/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import {
  answer,
  body,
  createRouter,
  IdParam,
  problems,
  staffOnly,
  staffProblems,
} from "../openapi.ts";

const common = { tags: ["Leads"], ...staffOnly("leads:write") };
const LeadAnswer = answer(z.object({ data: Lead }), "The lead as it is now.");

const assign = createRoute({
  ...common,
  method: "put",
  path: "/leads/{id}/assign",
  summary: "Give a lead to somebody, or to nobody",
  description:
    "Sales may take a lead that is nobody's, hand their own over to a colleague, and give it back; it then goes to somebody else by the dealership's rules. The note is kept with the lead's notes.",
  request: { params: IdParam, body: body(LeadAssignment) },
  responses: { 200: LeadAnswer, ...staffProblems, ...problems(413, 415) },
});

const claim = createRoute({
  ...common,
  method: "post",
  path: "/leads/{id}/claim",
  summary: "Take a lead that is nobody's",
  description: "Of several at once one gets it, and the others are told LEAD_TAKEN.",
  request: { params: IdParam },
  responses: { 200: LeadAnswer, ...staffProblems, ...problems(409) },
});

export function leadAssignment(deps: Deps) {
  const { secrets } = deps.keys;
  return createRouter()
    .openapi(assign, async (c) => {
      const { id } = c.req.valid("param");
      const assignment = c.req.valid("json");
      const data = await enterAsStaff(
        deps,
        c,
      )((scope) => assignLead(scope, secrets, id, assignment));
      return c.json({ data }, 200);
    })
    .openapi(claim, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => claimLead(scope, secrets, id));
      return c.json({ data }, 200);
    });
}
