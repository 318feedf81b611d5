import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { addNote } from "../../domain/leads/add-note.ts";
import { changeLeadStatus } from "../../domain/leads/change-lead-status.ts";
import { createLead } from "../../domain/leads/create-lead.ts";
import {
  Lead,
  LeadChange,
  LeadNote,
  LeadStatusChange,
  LeadTags,
  NewLead,
  NewLeadNote,
} from "../../domain/leads/schemas.ts";
import { updateLead } from "../../domain/leads/update-lead.ts";
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

const LeadAnswer = z.object({ data: Lead });
const common = { tags: ["Leads"], ...staffOnly("leads:write") };
const changed = {
  200: answer(LeadAnswer, "The lead as it is now."),
  ...staffProblems,
  ...problems(413, 415),
};

const create = createRoute({
  ...common,
  method: "post",
  path: "/leads",
  summary: "Write down somebody whom the dealership met",
  description: "Sales make the lead their own; otherwise it is nobody's yet.",
  request: { body: body(NewLead) },
  responses: {
    201: answer(LeadAnswer, "Written down."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const update = createRoute({
  ...common,
  method: "patch",
  path: "/leads/{id}",
  summary: "Correct who a lead is",
  request: { params: IdParam, body: body(LeadChange) },
  responses: { ...changed, ...problems(409) },
});

const status = createRoute({
  ...common,
  method: "put",
  path: "/leads/{id}/status",
  summary: "Move a lead on",
  description:
    "A new lead becomes hot, warm or cold; these change into one another and end closed or lost, the latter with a reason; what ended can be taken up again. A new message or enquiry makes it new.",
  request: { params: IdParam, body: body(LeadStatusChange) },
  responses: { ...changed, ...problems(409) },
});

const tag = createRoute({
  ...common,
  method: "put",
  path: "/leads/{id}/tags",
  summary: "Replace a lead's tags",
  request: { params: IdParam, body: body(LeadTags) },
  responses: changed,
});

const note = createRoute({
  ...common,
  method: "post",
  path: "/leads/{id}/notes",
  summary: "Note something about a lead",
  request: { params: IdParam, body: body(NewLeadNote) },
  responses: {
    201: answer(z.object({ data: LeadNote }), "Noted."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

export function leadChanges(deps: Deps) {
  return createRouter()
    .openapi(create, async (c) => {
      const lead = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => createLead(scope, lead));
      return c.json({ data }, 201);
    })
    .openapi(update, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => updateLead(scope, id, change));
      return c.json({ data }, 200);
    })
    .openapi(status, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeLeadStatus(scope, id, change));
      return c.json({ data }, 200);
    })
    .openapi(tag, async (c) => {
      const { id } = c.req.valid("param");
      const { tags } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => updateLead(scope, id, { tags }));
      return c.json({ data }, 200);
    })
    .openapi(note, async (c) => {
      const { id } = c.req.valid("param");
      const { body: text } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => addNote(scope, id, text));
      return c.json({ data }, 201);
    });
}
