import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import {
  AttentionMeta,
  AttentionQuery,
  CarToLookAt,
} from "../../domain/cars/numbers/attention-schemas.ts";
import { getAgeing } from "../../domain/cars/numbers/get-ageing.ts";
import { getCarNumbers } from "../../domain/cars/numbers/get-car-numbers.ts";
import { listAttention } from "../../domain/cars/numbers/list-attention.ts";
import { CarNumbers, StockAgeing } from "../../domain/cars/numbers/schemas.ts";
import { getStockValue } from "../../domain/cars/value/get-stock-value.ts";
import { StockValue, StockValueQuery } from "../../domain/cars/value/schemas.ts";
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

const ageing = createRoute({
  method: "get",
  path: "/stock/ageing",
  tags,
  summary: "How many cars stand for how long",
  description:
    "Cars on offer by days since they were listed, on the dealership's calendar, and what is asked for them.",
  ...staffOnly("cars:read"),
  responses: { 200: answer(z.object({ data: StockAgeing }), "By band."), ...staffProblems },
});

const Attention = z.object({ data: z.array(CarToLookAt), meta: AttentionMeta });
const attention = createRoute({
  method: "get",
  path: "/stock/attention",
  tags,
  summary: "Cars to look at today, and why",
  description:
    "Cars on offer without a photo, listed more than 90 days ago, whose annual tax or STNK is due within 30 days or past, whose price is more than 10 % above the median of at least three like cars, or that nobody asked about though their page was read 100 times. The longest listed come first.",
  ...staffOnly("cars:read"),
  request: { query: AttentionQuery },
  responses: { 200: answer(Attention, "A page of cars."), ...staffProblems },
});

const value = createRoute({
  method: "get",
  path: "/stock/value",
  tags,
  summary: "What the stock was worth, day by day",
  ...staffOnly("cars:read"),
  request: { query: StockValueQuery },
  responses: { 200: answer(z.object({ data: StockValue }), "The days."), ...staffProblems },
});

export const stockNumbers = (deps: Deps) =>
  createRouter()
    .openapi(ofCar, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => getCarNumbers(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(ageing, async (c) => {
      return c.json({ data: await enterAsStaff(deps, c)(getAgeing) }, 200);
    })
    .openapi(attention, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listAttention(scope, query)), 200);
    })
    .openapi(value, async (c) => {
      const query = c.req.valid("query");
      const data = await enterAsStaff(deps, c)((scope) => getStockValue(scope, query));
      return c.json({ data }, 200);
    });
