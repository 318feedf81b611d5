import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { endSubscription } from "../../domain/subscriptions/end-subscription.ts";
import { listSubscriptions } from "../../domain/subscriptions/list-subscriptions.ts";
import {
  Subscription,
  SubscriptionPageMeta,
  SubscriptionQuery,
} from "../../domain/subscriptions/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { answer, createRouter, IdParam, staffOnly, staffProblems } from "../openapi.ts";

const tags = ["Leads"];

const list = createRoute({
  method: "get",
  path: "/subscriptions",
  tags,
  summary: "Who wants to hear of which car, the newest first",
  description:
    "Sales see those of their own leads and of nobody's. One that ended is listed for 30 days more, and one that nobody confirms for 48 hours.",
  ...staffOnly("leads:read"),
  request: { query: SubscriptionQuery },
  responses: {
    200: answer(z.object({ data: z.array(Subscription), meta: SubscriptionPageMeta }), "One page."),
    ...staffProblems,
  },
});

const end = createRoute({
  method: "delete",
  path: "/subscriptions/{id}",
  tags,
  summary: "End somebody's subscription",
  description: "The person is not told. One that has ended stays so.",
  ...staffOnly("leads:write"),
  request: { params: IdParam },
  responses: { 204: { description: "Ended." }, ...staffProblems },
});

export const subscriptions = (deps: Deps) =>
  createRouter()
    .openapi(list, async (c) => {
      const query = c.req.valid("query");
      return c.json(await enterAsStaff(deps, c)((scope) => listSubscriptions(scope, query)), 200);
    })
    .openapi(end, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => endSubscription(scope, id));
      return c.body(null, 204);
    });
