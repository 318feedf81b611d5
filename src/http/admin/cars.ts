import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { CarChange, CarReplacement, NewCar } from "../../domain/cars/car-input.ts";
import { PageMeta, StockQuery } from "../../domain/cars/car-query.ts";
import { createCar } from "../../domain/cars/create-car.ts";
import { deleteCar } from "../../domain/cars/delete-car.ts";
import { getCar } from "../../domain/cars/get-car.ts";
import { listStock } from "../../domain/cars/list-cars.ts";
import { replaceCar } from "../../domain/cars/replace-car.ts";
import { Car, StockItem, Warning } from "../../domain/cars/schemas.ts";
import { updateCar } from "../../domain/cars/update-car.ts";
import { vinWarning } from "../../domain/cars/vin.ts";
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

const tags = ["Stock"];
const CarAnswer = z.object({ data: Car, warnings: z.array(Warning) });
const tagged = {
  ETag: z
    .string()
    .max(20)
    .regex(/^"\d+"$/)
    .openapi({ description: "The car's version, for If-Match." }),
};
const withTag = { ...answer(CarAnswer, "The car."), headers: z.object(tagged) };
const writeProblems = problems(409, 413, 415);
const changeProblems = problems(409, 413, 415, 428);

const list = createRoute({
  method: "get",
  path: "/cars",
  tags,
  summary: "Cars of every status",
  ...staffOnly("cars:read"),
  request: { query: StockQuery },
  responses: {
    200: answer(z.object({ data: z.array(StockItem), meta: PageMeta }), "A page of cars."),
    ...staffProblems,
  },
});

const get = createRoute({
  method: "get",
  path: "/cars/{id}",
  tags,
  summary: "One car",
  ...staffOnly("cars:read"),
  request: { params: IdParam },
  responses: { 200: withTag, ...staffProblems },
});

const create = createRoute({
  method: "post",
  path: "/cars",
  tags,
  summary: "Take a car into the stock",
  ...staffOnly("cars:write"),
  request: { body: body(NewCar) },
  responses: {
    201: { ...withTag, headers: z.object({ ...tagged, Location: z.string().max(200) }) },
    ...staffProblems,
    ...writeProblems,
  },
});

const change = {
  tags,
  ...staffOnly("cars:write"),
  responses: {
    200: { ...withTag, description: "The car as it is now." },
    ...staffProblems,
    ...changeProblems,
  },
};

const update = createRoute({
  method: "patch",
  path: "/cars/{id}",
  summary: "Change some fields of a car",
  ...change,
  request: { params: IdParam, headers: VersionHeader, body: body(CarChange) },
});

const replace = createRoute({
  method: "put",
  path: "/cars/{id}",
  summary: "Replace a car",
  description: "Display code, slug, status and cost stay when absent.",
  ...change,
  request: { params: IdParam, headers: VersionHeader, body: body(CarReplacement) },
});

const remove = createRoute({
  method: "delete",
  path: "/cars/{id}",
  tags,
  summary: "Remove a car for good",
  ...staffOnly("cars:delete"),
  request: { params: IdParam, headers: VersionHeader },
  responses: { 204: { description: "Removed." }, ...staffProblems, ...problems(409, 428) },
});

const withWarnings = (car: Car) => {
  const warning = car.vin && vinWarning(car.vin);
  return { data: car, warnings: warning ? [{ path: "vin", message: warning }] : [] };
};

const tagOf = (car: Car) => `"${car.version}"`;

export function stock(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listStock(scope, query)), 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const car = await enterAsStaff(deps, c)((scope) => getCar(scope, id));
      c.header("ETag", tagOf(car));
      return c.json(withWarnings(car), 200);
    })
    .openapi(create, async (c) => {
      const input = c.req.valid("json");
      const car = await enterAsStaff(deps, c)((scope) => createCar(scope, input));
      c.header("Location", `/api/admin/cars/${car.id}`);
      c.header("ETag", tagOf(car));
      return c.json(withWarnings(car), 201);
    })
    .openapi(update, async (c) => {
      const { id } = c.req.valid("param");
      const input = c.req.valid("json");
      const version = readVersion(c.req.valid("header"), input.version);
      const car = await enterAsStaff(
        deps,
        c,
      )((scope) => updateCar(scope, id, { ...input, version }));
      c.header("ETag", tagOf(car));
      return c.json(withWarnings(car), 200);
    })
    .openapi(replace, async (c) => {
      const { id } = c.req.valid("param");
      const input = c.req.valid("json");
      const version = readVersion(c.req.valid("header"), input.version);
      const car = await enterAsStaff(
        deps,
        c,
      )((scope) => replaceCar(scope, id, { ...input, version }));
      c.header("ETag", tagOf(car));
      return c.json(withWarnings(car), 200);
    })
    .openapi(remove, async (c) => {
      const { id } = c.req.valid("param");
      const version = readVersion(c.req.valid("header"));
      await enterAsStaff(deps, c)((scope) => deleteCar(scope, id, version));
      return c.body(null, 204);
    });
}
