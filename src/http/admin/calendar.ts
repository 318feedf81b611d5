import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { addPeriod } from "../../domain/calendar/add-period.ts";
import { changePeriod } from "../../domain/calendar/change-period.ts";
import { listPeriods } from "../../domain/calendar/list-periods.ts";
import { removePeriod } from "../../domain/calendar/remove-period.ts";
import {
  CalendarPeriod,
  CalendarPeriodChange,
  NewCalendarPeriod,
} from "../../domain/calendar/schemas.ts";
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
const PeriodAnswer = z.object({ data: CalendarPeriod });

const list = createRoute({
  method: "get",
  path: "/calendar-periods",
  tags,
  summary: "Days with other opening hours, or none",
  ...staffOnly("leads:read"),
  responses: {
    200: answer(z.object({ data: z.array(CalendarPeriod) }), "At most 200, the earliest first."),
    ...staffProblems,
  },
});

const add = createRoute({
  method: "post",
  path: "/calendar-periods",
  tags,
  summary: "Add days with other opening hours, or none",
  description:
    "A holiday, or Ramadan. Where periods share days the shortest rules. Ordinary shifts count within its hours, unless somebody has shifts of their own for it.",
  ...staffOnly("inbox:manage"),
  request: { body: body(NewCalendarPeriod) },
  responses: {
    201: answer(PeriodAnswer, "Added."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const change = createRoute({
  method: "patch",
  path: "/calendar-periods/{id}",
  tags,
  summary: "Change such days",
  ...staffOnly("inbox:manage"),
  request: { params: IdParam, body: body(CalendarPeriodChange) },
  responses: { 200: answer(PeriodAnswer, "Changed."), ...staffProblems, ...problems(413, 415) },
});

const remove = createRoute({
  method: "delete",
  path: "/calendar-periods/{id}",
  tags,
  summary: "Remove such days, and the shifts that were for them",
  ...staffOnly("inbox:manage"),
  request: { params: IdParam },
  responses: { 204: { description: "Removed." }, ...staffProblems },
});

export function calendar(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json({ data: await enterAsStaff(deps, c)(listPeriods) }, 200))
    .openapi(add, async (c) => {
      const period = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => addPeriod(scope, period));
      return c.json({ data }, 201);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      const given = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changePeriod(scope, id, given));
      return c.json({ data }, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => removePeriod(scope, id));
      return c.body(null, 204);
    });
}
