import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { mergeLeads } from "../../domain/leads/merging/merge-leads.ts";
import { LeadMerge, LeadMergeInput, UndoneMerge } from "../../domain/leads/merging/schemas.ts";
import { undoMerge } from "../../domain/leads/merging/undo-merge.ts";
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

const tags = ["Leads"];

const merge = createRoute({
  method: "post",
  path: "/leads/{id}/merge",
  tags,
  summary: "Make one lead of two that are the same person",
  description:
    "The lead in the body merges into the one in the path: its messages, enquiries, notes, tasks and history move, and whoever writes from its number reaches the lead that stays. What the lead that stays lacks it gets from the other.",
  ...staffOnly("leads:merge"),
  request: { params: IdParam, body: body(LeadMergeInput) },
  responses: {
    200: answer(z.object({ data: LeadMerge }), "Merged."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

const undo = createRoute({
  method: "post",
  path: "/lead-merges/{id}/undo",
  tags,
  summary: "Undo a merge",
  description:
    "For 24 hours. What moved goes back, with the messages that came into its conversations since; fields of the lead that stayed are as before unless somebody changed them. After a further merge of one of the two, that one is undone first.",
  ...staffOnly("leads:merge"),
  request: { params: IdParam },
  responses: {
    200: answer(z.object({ data: UndoneMerge }), "Two leads again."),
    ...staffProblems,
    ...problems(409),
  },
});

export const leadMerges = (deps: Deps) =>
  createRouter()
    .openapi(merge, async (c) => {
      const { id } = c.req.valid("param");
      const { leadId } = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => mergeLeads(scope, id, leadId));
      return c.json({ data }, 200);
    })
    .openapi(undo, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => undoMerge(scope, id));
      return c.json({ data }, 200);
    });
