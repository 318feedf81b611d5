import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { Call, NewCall } from "../../domain/leads/call-schemas.ts";
import { listTimeline } from "../../domain/leads/list-timeline.ts";
import { noteCall } from "../../domain/leads/note-call.ts";
import {
  TimelineEntry,
  TimelinePageMeta,
  TimelineQuery,
} from "../../domain/leads/timeline-schemas.ts";
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

const timeline = createRoute({
  method: "get",
  path: "/leads/{id}/timeline",
  tags,
  summary: "Everything on a lead, the newest first",
  description:
    "Messages, enquiries and notes, and what was done with the lead: status, assignment, car, tasks, calls, merges.",
  ...staffOnly("leads:read"),
  request: { params: IdParam, query: TimelineQuery },
  responses: {
    200: answer(z.object({ data: z.array(TimelineEntry), meta: TimelinePageMeta }), "One page."),
    ...staffProblems,
  },
});

const call = createRoute({
  method: "post",
  path: "/leads/{id}/calls",
  tags,
  summary: "Note a call with a person",
  description: "A call that reached the person counts as an answer to what they wrote before it.",
  ...staffOnly("leads:write"),
  request: { params: IdParam, body: body(NewCall) },
  responses: {
    201: answer(z.object({ data: Call }), "Noted."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

export const leadHistory = (deps: Deps) =>
  createRouter()
    .openapi(timeline, async (c) => {
      const { id } = c.req.valid("param");
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listTimeline(scope, id, query)), 200);
    })
    .openapi(call, async (c) => {
      const { id } = c.req.valid("param");
      const told = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => noteCall(scope, id, told));
      return c.json({ data }, 201);
    });
