import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { extendHold } from "../../domain/holds/extend-hold.ts";
import { getHold } from "../../domain/holds/get-hold.ts";
import { holdCar } from "../../domain/holds/hold-car.ts";
import { listHolds } from "../../domain/holds/list-holds.ts";
import { releaseHold } from "../../domain/holds/release-hold.ts";
import { Hold, HoldExtension, NewHold } from "../../domain/holds/schemas.ts";
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

const tags = ["Holds and sales"];
const path = "/cars/{id}/hold";
const request = { params: IdParam };
const HoldAnswer = z.object({ data: Hold });

const take = createRoute({
  method: "post",
  path,
  tags,
  summary: "Hold an available car for a lead",
  description: "The car is booking until the hold ends; of many who try at once one gets it.",
  ...staffOnly("cars:write"),
  request: { ...request, body: body(NewHold) },
  responses: {
    201: answer(HoldAnswer, "The hold."),
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

const get = createRoute({
  method: "get",
  path,
  tags,
  summary: "The hold that a car is under",
  ...staffOnly("cars:read"),
  request,
  responses: { 200: answer(HoldAnswer, "The hold."), ...staffProblems },
});

const list = createRoute({
  method: "get",
  path: "/cars/{id}/holds",
  tags,
  summary: "The latest 100 holds of a car",
  ...staffOnly("cars:read"),
  request,
  responses: {
    200: answer(z.object({ data: z.array(Hold).max(100) }), "The newest first."),
    ...staffProblems,
  },
});

const extend = createRoute({
  method: "patch",
  path,
  tags,
  summary: "Give a hold another end",
  ...staffOnly("cars:write"),
  request: { ...request, body: body(HoldExtension) },
  responses: {
    200: answer(HoldAnswer, "The hold as it is now."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

const release = createRoute({
  method: "delete",
  path,
  tags,
  summary: "Release a held car",
  ...staffOnly("cars:write"),
  request,
  responses: { 204: { description: "The car is available." }, ...staffProblems },
});

export function holds(deps: Deps) {
  return createRouter()
    .openapi(take, async (c) => {
      const { id } = c.req.valid("param");
      const hold = c.req.valid("json");
      return c.json(
        { data: await enterAsStaff(deps, c)((scope) => holdCar(scope, id, hold)) },
        201,
      );
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)((scope) => getHold(scope, id)) }, 200);
    })
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)((scope) => listHolds(scope, id)) }, 200);
    })
    .openapi(extend, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      return c.json(
        { data: await enterAsStaff(deps, c)((scope) => extendHold(scope, id, change)) },
        200,
      );
    })
    .openapi(release, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => releaseHold(scope, id));
      return c.body(null, 204);
    });
}
