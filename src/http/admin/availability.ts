import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { changeAvailability } from "../../domain/assignment/change-availability.ts";
import { listAvailability } from "../../domain/assignment/list-availability.ts";
import {
  Availability,
  AvailabilityChange,
  OwnAvailability,
} from "../../domain/assignment/schemas.ts";
import { listShifts } from "../../domain/calendar/list-shifts.ts";
import { replaceShifts } from "../../domain/calendar/replace-shifts.ts";
import { Shifts, ShiftsChange, ShiftsQuery } from "../../domain/calendar/schemas.ts";
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

const tags = ["Calendar"];
const ShiftsAnswer = answer(z.object({ data: Shifts }), "The shifts.");

const team = createRoute({
  method: "get",
  path: "/staff/availability",
  tags,
  summary: "Who in sales is given leads now",
  ...staffOnly("leads:read"),
  responses: {
    200: answer(z.object({ data: z.array(Availability) }), "Whose turn it is first."),
    ...staffProblems,
  },
});

const change = createRoute({
  method: "put",
  path: "/staff/{id}/availability",
  tags,
  summary: "Switch whether somebody is busy, or limit their open leads",
  description:
    "Everybody may switch whether they themselves are busy; the rest takes inbox:manage. What is not named stays.",
  ...staffOnly("leads:write"),
  request: { params: IdParam, body: body(AvailabilityChange) },
  responses: {
    200: answer(z.object({ data: OwnAvailability }), "Changed."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

const shifts = createRoute({
  method: "get",
  path: "/staff/{id}/shifts",
  tags,
  summary: "When somebody works",
  ...staffOnly("leads:read"),
  request: { params: IdParam, query: ShiftsQuery },
  responses: { 200: ShiftsAnswer, ...staffProblems },
});

const replace = createRoute({
  method: "put",
  path: "/staff/{id}/shifts",
  tags,
  summary: "Set when somebody works",
  description:
    "Replaces the whole week. Somebody without any shift is on duty whenever the dealership is open.",
  ...staffOnly("inbox:manage"),
  request: { params: IdParam, body: body(ShiftsChange) },
  responses: { 200: ShiftsAnswer, ...staffProblems, ...problems(413, 415) },
});

export function availability(deps: Deps) {
  return createRouter()
    .openapi(team, async (c) =>
      c.json({ data: await enterAsStaff(deps, c)(listAvailability) }, 200),
    )
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      const given = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeAvailability(scope, id, given));
      return c.json({ data }, 200);
    })
    .openapi(shifts, async (c) => {
      const { id } = c.req.valid("param");
      const { periodId } = c.req.valid("query");
      const data = await enterAsStaff(deps, c)((scope) => listShifts(scope, id, periodId ?? null));
      return c.json({ data }, 200);
    })
    .openapi(replace, async (c) => {
      const { id } = c.req.valid("param");
      const week = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => replaceShifts(scope, id, week));
      return c.json({ data }, 200);
    });
}
