import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { listAuditEvents } from "../../domain/audit/list-audit-events.ts";
import { AuditEvent, AuditPageMeta, AuditQuery } from "../../domain/audit/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, staffOnly, staffProblems } from "../openapi.ts";

const list = createRoute({
  method: "get",
  path: "/audit-events",
  tags: ["Audit"],
  summary: "Who did what, newest first",
  description:
    "Every change that staff, an API key or the operator makes is written down with it, and nobody can change or remove what is written down. The period is that of the deeds.",
  ...staffOnly("audit:read"),
  request: { query: AuditQuery },
  responses: {
    200: answer(z.object({ data: z.array(AuditEvent), meta: AuditPageMeta }), "One page."),
    ...staffProblems,
  },
});

export const audit = (deps: Deps) =>
  createRouter().openapi(list, async (c) => {
    const query = c.req.valid("query");
    return c.json(await enterAsStaff(deps, c)((scope) => listAuditEvents(scope, query)), 200);
  });
