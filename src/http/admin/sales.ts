import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { getSale } from "../../domain/sales/get-sale.ts";
import { listSales } from "../../domain/sales/list-sales.ts";
import { reopenSale } from "../../domain/sales/reopen-sale.ts";
import { NewSale, Reopening, Sale } from "../../domain/sales/schemas.ts";
import { sellCar } from "../../domain/sales/sell-car.ts";
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
const request = { params: IdParam };
const SaleAnswer = z.object({ data: Sale });
const writeProblems = problems(409, 413, 415);

const sell = createRoute({
  method: "post",
  path: "/cars/{id}/sale",
  tags,
  summary: "Sell a car",
  description: "A held car is sold to the lead that it is held for alone, which ends the hold.",
  ...staffOnly("cars:write"),
  request: { ...request, body: body(NewSale) },
  responses: { 201: answer(SaleAnswer, "The sale."), ...staffProblems, ...writeProblems },
});

const get = createRoute({
  method: "get",
  path: "/cars/{id}/sale",
  tags,
  summary: "The sale of a car",
  ...staffOnly("cars:read"),
  request,
  responses: { 200: answer(SaleAnswer, "The sale that stands."), ...staffProblems },
});

const list = createRoute({
  method: "get",
  path: "/cars/{id}/sales",
  tags,
  summary: "The latest 100 sales of a car",
  ...staffOnly("cars:read"),
  request,
  responses: {
    200: answer(
      z.object({ data: z.array(Sale).max(100) }),
      "The newest first, also those that were reopened.",
    ),
    ...staffProblems,
  },
});

const reopen = createRoute({
  method: "post",
  path: "/cars/{id}/reopen",
  tags,
  summary: "Put a sold car back on sale",
  description: "The sale stays as history, with the reason.",
  ...staffOnly("cars:reopen"),
  request: { ...request, body: body(Reopening) },
  responses: {
    204: { description: "The car is available." },
    ...staffProblems,
    ...writeProblems,
  },
});

export function sales(deps: Deps) {
  return createRouter()
    .openapi(sell, async (c) => {
      const { id } = c.req.valid("param");
      const sale = c.req.valid("json");
      return c.json(
        { data: await enterAsStaff(deps, c)((scope) => sellCar(scope, id, sale)) },
        201,
      );
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)((scope) => getSale(scope, id)) }, 200);
    })
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)((scope) => listSales(scope, id)) }, 200);
    })
    .openapi(reopen, async (c) => {
      const { id } = c.req.valid("param");
      const { reason } = c.req.valid("json");
      await enterAsStaff(deps, c)((scope) => reopenSale(scope, id, reason));
      return c.body(null, 204);
    });
}
