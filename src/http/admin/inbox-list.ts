import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { InboxEntry, InboxQuery } from "../../domain/inbox/inbox-schemas.ts";
import { listInbox } from "../../domain/inbox/list-inbox.ts";
import { LeadPageMeta } from "../../domain/leads/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, staffOnly, staffProblems } from "../openapi.ts";

const list = createRoute({
  method: "get",
  path: "/inbox",
  tags: ["Inbox"],
  summary: "People and the last that was said, box by box",
  description:
    "Newest activity first; those who wait for an answer whoever is due first. Sales see their own leads and those of nobody; everybody else sees all.",
  ...staffOnly("leads:read"),
  request: { query: InboxQuery },
  responses: {
    200: answer(z.object({ data: z.array(InboxEntry), meta: LeadPageMeta }), "One page."),
    ...staffProblems,
  },
});

export function inboxList(deps: Deps) {
  return createRouter().openapi(list, async (c) => {
    const query = c.req.valid("query");
    return c.json(await enterAsStaff(deps, c)((scope) => listInbox(scope, query)), 200);
  });
}
