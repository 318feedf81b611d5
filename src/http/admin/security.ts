import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { changeSecurity } from "../../domain/staff/two-factor/change-security.ts";
import { getSecurity } from "../../domain/staff/two-factor/get-security.ts";
import { resetTwoFactor } from "../../domain/staff/two-factor/reset-two-factor.ts";
import { SecurityChange, SecuritySettings } from "../../domain/staff/two-factor/schemas.ts";
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

const tags = ["Security"];
const SecurityAnswer = z.object({ data: SecuritySettings });

const read = createRoute({
  method: "get",
  path: "/security",
  tags,
  summary: "What is asked of everybody's logins",
  ...staffOnly("security:manage"),
  responses: { 200: answer(SecurityAnswer, "The settings."), ...staffProblems },
});

const change = createRoute({
  method: "put",
  path: "/security",
  tags,
  summary: "Ask two-factor login of roles",
  description:
    "From the next request on, staff of these roles who have not set it up may do nothing else; others are answered 403 TWO_FACTOR_REQUIRED.",
  ...staffOnly("security:manage"),
  request: { body: body(SecurityChange) },
  responses: { 200: answer(SecurityAnswer, "Changed."), ...staffProblems, ...problems(413, 415) },
});

const reset = createRoute({
  method: "delete",
  path: "/staff/{id}/two-factor",
  tags,
  summary: "Take away a second factor that somebody has lost",
  description: "Ends all of that person's logins at once.",
  ...staffOnly("security:manage"),
  request: { params: IdParam },
  responses: { 204: { description: "Taken away." }, ...staffProblems },
});

/** What owners ask of their staff's logins. */
export function security(deps: Deps) {
  return createRouter()
    .openapi(read, async (c) => c.json({ data: await enterAsStaff(deps, c)(getSecurity) }, 200))
    .openapi(change, async (c) => {
      const asked = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeSecurity(scope, asked));
      return c.json({ data }, 200);
    })
    .openapi(reset, async (c) => {
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => resetTwoFactor(scope, id));
      return c.body(null, 204);
    });
}
