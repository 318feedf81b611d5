import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import {
  FailedEvent,
  FailedEventMeta,
  FailedEventQuery,
} from "../../domain/inbox/failed-event-schemas.ts";
import { listFailedEvents } from "../../domain/inbox/list-failed-events.ts";
import { replayEvent } from "../../domain/inbox/replay-event.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, staffOnly, staffProblems } from "../openapi.ts";

const common = { tags: ["Webhooks"], ...staffOnly("inbox:manage") };

const list = createRoute({
  ...common,
  method: "get",
  path: "/webhook-events",
  summary: "What the gateway posted and could not be worked in, newest first",
  description:
    "Nothing that was posted is dropped: what cannot be read stays here, with the reason.",
  request: { query: FailedEventQuery },
  responses: {
    200: answer(z.object({ data: z.array(FailedEvent), meta: FailedEventMeta }), "One page."),
    ...staffProblems,
  },
});

const replay = createRoute({
  ...common,
  method: "post",
  path: "/webhook-events/{id}/replay",
  summary: "Have it read again",
  description: "Within a second or two it is worked in, or back with the reason why not.",
  request: { params: IdParam },
  responses: { 204: { description: "It waits to be read." }, ...staffProblems },
});

export const webhookEvents = (deps: Deps) =>
  createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listFailedEvents(scope, query)), 200);
    })
    .openapi(replay, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => replayEvent(scope, id));
      return c.body(null, 204);
    });
