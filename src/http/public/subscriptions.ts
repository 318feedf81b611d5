import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { requestSubscription } from "../../domain/subscriptions/request-subscription.ts";
import { NewSubscription, SubscriptionReceipt } from "../../domain/subscriptions/schemas.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import { limitAttempts } from "../middleware/auth-limits.ts";
import { answer, body, createRouter, forEverybody, problems, publicProblems } from "../openapi.ts";

const request = createRoute({
  method: "post",
  path: "/cars/{slug}/subscriptions",
  tags: ["Public site"],
  ...forEverybody,
  summary: "Hear by WhatsApp when a car gets cheaper or is there again",
  description:
    "The owner of the number is asked by WhatsApp and confirms by answering YA with the code within 48 hours; nothing else is sent before. The answer is the same for every number. An unconfirmed number is asked once a day at the most, a confirmed one three times and about no car twice, and each has at most ten open subscriptions; a dealership asks 50 numbers a day that never wrote to it and do not confirm, and a request beyond these limits waits unasked until it is made again; one that answered STOP is not asked until it writes MULAI. A dealership without WhatsApp answers 409 SUBSCRIPTIONS_NOT_OFFERED, and a car in the wrong state CAR_SOLD or CAR_AVAILABLE.",
  request: {
    params: z.strictObject({
      slug: z
        .string()
        .regex(/^[a-z0-9-]{1,100}$/, "is not a slug")
        .openapi({ param: { name: "slug", in: "path" } }),
    }),
    body: body(NewSubscription),
  },
  responses: {
    202: answer(z.object({ data: SubscriptionReceipt }), "Taken."),
    ...publicProblems,
    ...problems(409, 413, 415),
  },
});

export const carSubscriptions = (deps: Deps) =>
  createRouter().openapi(request, async (c) => {
    const { slug } = c.req.valid("param");
    const { consent: _, ...wanted } = c.req.valid("json");
    await limitAttempts(deps, c, { kind: "subscription" });
    // Neither the status nor a header tells whether others gave this number before.
    const { account } = deps.attemptLimits.subscription;
    const { allowed } = await account.consume(`${c.get("tenant").id}:${wanted.phone}`);
    const wish = { ...wanted, isFlooded: !allowed };
    const enter = enterAsVisitor(deps, c);
    const data = await enter((scope) => requestSubscription(scope, slug, wish));
    return c.json({ data }, 202);
  });
