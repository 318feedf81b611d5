import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { listNotifications } from "../../domain/notifications/list-notifications.ts";
import { Notification, NotificationQuery } from "../../domain/notifications/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, staffOnly, staffProblems } from "../openapi.ts";

const list = createRoute({
  method: "get",
  path: "/notifications",
  tags: ["Inbox"],
  summary: "What one was told outside the inbox",
  description:
    "The latest 100 notices by WhatsApp, e-mail and SMS, and how far each came; never what it said. An API key has none.",
  ...staffOnly("leads:read"),
  request: { query: NotificationQuery },
  responses: {
    200: answer(z.object({ data: z.array(Notification) }), "Newest first."),
    ...staffProblems,
  },
});

export const notifications = (deps: Deps) =>
  createRouter().openapi(list, async (c) => {
    const query = c.req.valid("query");
    const data = await enterAsStaff(deps, c)((scope) => listNotifications(scope, query));
    return c.json({ data }, 200);
  });
