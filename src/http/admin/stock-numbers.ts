import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { getCarNumbers } from "../../domain/cars/numbers/get-car-numbers.ts";
import { CarNumbers } from "../../domain/cars/numbers/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, staffOnly, staffProblems } from "../openapi.ts";

const tags = ["Numbers"];

const ofCar = createRoute({
  method: "get",
  path: "/cars/{id}/numbers",
  tags,
  summary: "What a car brings and costs",
  ...staffOnly("cars:read"),
  request: { params: IdParam },
  responses: { 200: answer(z.object({ data: CarNumbers }), "Its numbers."), ...staffProblems },
});

export const stockNumbers = (deps: Deps) =>
  createRouter().openapi(ofCar, async (c) => {
    const { id } = c.req.valid("param");
    const data = await enterAsStaff(deps, c)((scope) => getCarNumbers(scope, id));
    return c.json({ data }, 200);
  });
