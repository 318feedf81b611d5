import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { addCost } from "../../domain/cars/costs/add-cost.ts";
import { changeCost } from "../../domain/cars/costs/change-cost.ts";
import { listCosts } from "../../domain/cars/costs/list-costs.ts";
import { removeCost } from "../../domain/cars/costs/remove-cost.ts";
import { CarCost, CarCostChange, NewCarCost } from "../../domain/cars/costs/schemas.ts";
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
import { readVersion, VersionHeader } from "../version-header.ts";

const tags = ["Numbers"];
const OneCost = z.object({ data: CarCost });

const list = createRoute({
  method: "get",
  path: "/cars/{id}/costs",
  tags,
  summary: "What a car cost besides its own cost, by day",
  description: "All of them, 200 at the most.",
  ...staffOnly("cars:cost"),
  request: { params: IdParam },
  responses: { 200: answer(z.object({ data: z.array(CarCost) }), "All."), ...staffProblems },
});

const add = createRoute({
  method: "post",
  path: "/cars/{id}/costs",
  tags,
  summary: "Write down what a car cost",
  ...staffOnly("cars:cost"),
  request: { params: IdParam, body: body(NewCarCost) },
  responses: { 201: answer(OneCost, "Written down."), ...staffProblems, ...problems(409, 415) },
});

const change = createRoute({
  method: "patch",
  path: "/car-costs/{id}",
  tags,
  summary: "Change what a car cost",
  ...staffOnly("cars:cost"),
  request: { params: IdParam, headers: VersionHeader, body: body(CarCostChange) },
  responses: {
    200: answer(OneCost, "As it is now."),
    ...staffProblems,
    ...problems(409, 415, 428),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/car-costs/{id}",
  tags,
  summary: "Remove a cost of a car",
  ...staffOnly("cars:cost"),
  request: { params: IdParam, headers: VersionHeader },
  responses: { 204: { description: "Removed." }, ...staffProblems, ...problems(409, 428) },
});

export const carCosts = (deps: Deps) =>
  createRouter()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)((scope) => listCosts(scope, id)) }, 200);
    })
    .openapi(add, async (c) => {
      const { id } = c.req.valid("param");
      const cost = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => addCost(scope, id, cost));
      return c.json({ data }, 201);
    })
    .openapi(change, async (c) => {
      const { id } = c.req.valid("param");
      const input = c.req.valid("json");
      const version = readVersion(c.req.valid("header"), input.version);
      const enter = enterAsStaff(deps, c);
      const data = await enter((scope) => changeCost(scope, id, { ...input, version }));
      return c.json({ data }, 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const version = readVersion(c.req.valid("header"));
      await enterAsStaff(deps, c)((scope) => removeCost(scope, id, version));
      return c.body(null, 204);
    });
