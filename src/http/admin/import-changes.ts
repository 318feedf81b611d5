import { createRoute, z } from "@hono/zod-openapi";
import type { TenantScope } from "../../db/index.ts";
import type { Deps } from "../../deps.ts";
import { applyImport } from "../../domain/imports/apply-import.ts";
import { cancelImport } from "../../domain/imports/cancel-import.ts";
import { getImport } from "../../domain/imports/get-import.ts";
import { requestUndo } from "../../domain/imports/request-undo.ts";
import { StockImport } from "../../domain/imports/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, problems, staffOnly, staffProblems } from "../openapi.ts";

const change = {
  method: "post" as const,
  tags: ["Imports"],
  ...staffOnly("cars:import"),
  request: { params: IdParam },
  responses: {
    202: answer(z.object({ data: StockImport }), "The import as it is now."),
    ...staffProblems,
    ...problems(409),
  },
};

const apply = createRoute({
  ...change,
  path: "/imports/{id}/apply",
  summary: "Carry a dry run out",
  description: "Its file is taken in as it was read then.",
});

const cancel = createRoute({
  ...change,
  path: "/imports/{id}/cancel",
  summary: "Cancel an import",
  description: "Nothing of it stays. A dry run's file is given up.",
});

const undo = createRoute({
  ...change,
  path: "/imports/{id}/undo",
  summary: "Undo the last import",
  description:
    "Within a week: its cars go, and others are what they were. A car with which somebody did something since is left, and named.",
});

export function importChanges(deps: Deps) {
  const changed =
    (id: string, work: (scope: TenantScope, id: string) => Promise<void>) =>
    async (scope: TenantScope) => {
      await work(scope, id);
      return getImport(scope, id);
    };
  return createRouter()
    .openapi(apply, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)(changed(id, applyImport)) }, 202);
    })
    .openapi(cancel, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)(changed(id, cancelImport)) }, 202);
    })
    .openapi(undo, async (c) => {
      const { id } = c.req.valid("param");
      return c.json({ data: await enterAsStaff(deps, c)(changed(id, requestUndo)) }, 202);
    });
}
