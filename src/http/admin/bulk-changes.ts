import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { applyBulkChange } from "../../domain/cars/bulk/apply-bulk-change.ts";
import { getBulkChange } from "../../domain/cars/bulk/get-bulk-change.ts";
import { listBulkCars } from "../../domain/cars/bulk/list-bulk-cars.ts";
import { listBulkChanges } from "../../domain/cars/bulk/list-bulk-changes.ts";
import { previewBulkChange } from "../../domain/cars/bulk/preview-bulk-change.ts";
import {
  BulkApplication,
  BulkCarsQuery,
  BulkChange,
  BulkChangeCar,
  BulkChangesQuery,
  NewBulkChange,
} from "../../domain/cars/bulk/schemas.ts";
import { undoBulkChange } from "../../domain/cars/bulk/undo-bulk-change.ts";
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

const tags = ["Stock"];
const params = IdParam;
const BulkAnswer = z.object({ data: BulkChange });
const meta = z.object({ limit: z.int(), nextCursor: z.string().nullable() });
const writeProblems = problems(409, 413, 415);

const preview = createRoute({
  method: "post",
  path: "/bulk-changes",
  tags,
  summary: "See what a change would make of many cars",
  description:
    "Cars are named by up to 1,000 ids, or by a filter that fits up to 10,000. Nothing changes yet: the answer counts what would, and `…/items` tells each car with what it would be, or why not. A dealership's latest ten previews are kept, for an hour.",
  ...staffOnly("cars:write"),
  request: { body: body(NewBulkChange) },
  responses: { 201: answer(BulkAnswer, "The preview."), ...staffProblems, ...writeProblems },
});

const list = createRoute({
  method: "get",
  path: "/bulk-changes",
  tags,
  summary: "Changes of many cars, the newest first",
  description: "Of the last 30 days, with previews that may still be applied.",
  ...staffOnly("cars:read"),
  request: { query: BulkChangesQuery },
  responses: {
    200: answer(z.object({ data: z.array(BulkChange), meta }), "A page of them."),
    ...staffProblems,
  },
});

const get = createRoute({
  method: "get",
  path: "/bulk-changes/{id}",
  tags,
  summary: "A change of many cars",
  ...staffOnly("cars:read"),
  request: { params },
  responses: { 200: answer(BulkAnswer, "The change."), ...staffProblems },
});

const cars = createRoute({
  method: "get",
  path: "/bulk-changes/{id}/items",
  tags,
  summary: "What a change makes, or made, of each car",
  description:
    "planned, unchanged or refused before it is applied; then changed, or left because somebody changed the car since; after an undo undone, or kept for the same reason.",
  ...staffOnly("cars:read"),
  request: { params, query: BulkCarsQuery },
  responses: {
    200: answer(z.object({ data: z.array(BulkChangeCar), meta }), "A page of cars."),
    ...staffProblems,
  },
});

const apply = createRoute({
  method: "post",
  path: "/bulk-changes/{id}/apply",
  tags,
  summary: "Make a change as it was previewed",
  description: "Of exactly the cars that are planned, to exactly what is planned.",
  ...staffOnly("cars:write"),
  request: { params, body: body(BulkApplication) },
  responses: { 200: answer(BulkAnswer, "The change."), ...staffProblems, ...writeProblems },
});

const undo = createRoute({
  method: "post",
  path: "/bulk-changes/{id}/undo",
  tags,
  summary: "Undo a change of many cars within 24 hours",
  description: "Cars that somebody changed since are kept as they are now.",
  ...staffOnly("cars:write"),
  request: { params },
  responses: { 200: answer(BulkAnswer, "The change."), ...staffProblems, ...problems(409) },
});

export function bulkChanges(deps: Deps) {
  return createRouter()
    .openapi(preview, async (c) => {
      const wanted = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => previewBulkChange(scope, wanted));
      return c.json({ data }, 201);
    })
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listBulkChanges(scope, query)), 200);
    })
    .openapi(get, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => getBulkChange(scope, id));
      return c.json({ data }, 200);
    })
    .openapi(cars, async (c) => {
      const { id } = c.req.valid("param");
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listBulkCars(scope, id, query)), 200);
    })
    .openapi(apply, async (c) => {
      const { id } = c.req.valid("param");
      const how = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => applyBulkChange(scope, id, how));
      return c.json({ data }, 200);
    })
    .openapi(undo, async (c) => {
      const { id } = c.req.valid("param");
      const data = await enterAsStaff(deps, c)((scope) => undoBulkChange(scope, id));
      return c.json({ data }, 200);
    });
}
