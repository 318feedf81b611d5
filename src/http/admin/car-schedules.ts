import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { cancelSchedule } from "../../domain/cars/publishing/cancel-schedule.ts";
import { scheduleCar } from "../../domain/cars/publishing/schedule-car.ts";
import { CarSchedule, NewCarSchedule } from "../../domain/cars/publishing/schemas.ts";
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

const common = { tags: ["Stock"], path: "/cars/{id}/schedule", ...staffOnly("cars:write") };

const set = createRoute({
  ...common,
  method: "put",
  summary: "Publish a car at a time, or take it back",
  description:
    "Replaces the plan there was; the car tells it as `schedule`. A car that is booked or sold by then, or a draft without a price, is left, and whoever planned it is told.",
  request: { params: IdParam, body: body(NewCarSchedule) },
  responses: {
    200: answer(z.object({ data: CarSchedule }), "The plan."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const cancel = createRoute({
  ...common,
  method: "delete",
  summary: "Leave a car as it is",
  request: { params: IdParam },
  responses: { 204: { description: "The plan is no more." }, ...staffProblems },
});

export const carSchedules = (deps: Deps) =>
  createRouter()
    .openapi(set, async (c) => {
      const { id } = c.req.valid("param");
      const wanted = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => scheduleCar(scope, id, wanted));
      return c.json({ data }, 200);
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => cancelSchedule(scope, id));
      return c.body(null, 204);
    });
