import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { ForgottenPassword, PasswordReset } from "../../domain/staff/password-reset-schemas.ts";
import { requestPasswordReset } from "../../domain/staff/request-password-reset.ts";
import { resetPassword } from "../../domain/staff/reset-password.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import { limitAttempts } from "../middleware/auth-limits.ts";
import { answer, body, commonProblems, createRouter, problems } from "../openapi.ts";

const tags = ["Login"];
const responses = { ...commonProblems, ...problems(413, 415) };

const forgot = createRoute({
  method: "post",
  path: "/auth/forgot-password",
  tags,
  summary: "Have a link mailed to choose a new password",
  description:
    "Answers alike whether anybody works here under this address. It is sent three links an hour at the most, each in place of the one before.",
  request: { body: body(ForgottenPassword) },
  responses: {
    202: answer(
      z.object({ data: z.object({ accepted: z.literal(true) }) }),
      "Whoever works here under this address is sent a link.",
    ),
    ...responses,
  },
});

const reset = createRoute({
  method: "post",
  path: "/auth/reset-password",
  tags,
  summary: "Choose a new password by a mailed link",
  description:
    "The link is good once and for an hour. Every login of that person ends, and the lock of failed logins is lifted.",
  request: { body: body(PasswordReset) },
  responses: { 204: { description: "Now log in." }, ...responses },
});

/** For staff who cannot log in. */
export function passwordReset(deps: Deps) {
  return createRouter()
    .openapi(forgot, async (c) => {
      const { email } = c.req.valid("json");
      await limitAttempts(deps, c, { kind: "reset", account: email });
      await enterAsVisitor(deps, c)((scope) => requestPasswordReset(scope, email));
      return c.json({ data: { accepted: true as const } }, 202);
    })
    .openapi(reset, async (c) => {
      const chosen = c.req.valid("json");
      const forgive = await limitAttempts(deps, c, { kind: "link" });
      await resetPassword(enterAsVisitor(deps, c), chosen);
      await forgive();
      return c.body(null, 204);
    });
}
