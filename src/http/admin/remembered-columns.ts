import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { forgetColumns } from "../../domain/imports/forget-columns.ts";
import { listRememberedColumns } from "../../domain/imports/list-remembered-columns.ts";
import {
  MOST_REMEMBERED,
  RememberedColumns,
} from "../../domain/imports/remembered-columns-schema.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, staffOnly, staffProblems } from "../openapi.ts";

const access = { tags: ["Imports"], ...staffOnly("cars:import") };

const list = createRoute({
  method: "get",
  path: "/import-columns",
  summary: "How files of stock are read by themselves",
  description:
    "The columns and constants of files that were taken in, by the names of their columns; the next file with the same names is read so. The latest used first.",
  ...access,
  responses: {
    200: answer(z.object({ data: z.array(RememberedColumns).max(MOST_REMEMBERED) }), "At most 50."),
    ...staffProblems,
  },
});

const forget = createRoute({
  method: "delete",
  path: "/import-columns/{id}",
  summary: "Forget how files with these columns are read",
  ...access,
  request: { params: IdParam },
  responses: { 204: { description: "Forgotten." }, ...staffProblems },
});

export function rememberedColumns(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => {
      const data = await enterAsStaff(deps, c)(listRememberedColumns);
      return c.json({ data }, 200);
    })
    .openapi(forget, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => forgetColumns(scope, id));
      return c.body(null, 204);
    });
}
