import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "../../deps.ts";
import { assertUnlocked, lockOf } from "../../domain/staff/attempt-lock.ts";
import { completeLogIn, invalidChallenge } from "../../domain/staff/complete-log-in.ts";
import { Session } from "../../domain/staff/schemas.ts";
import { confirmTwoFactor } from "../../domain/staff/two-factor/confirm-two-factor.ts";
import { disableTwoFactor } from "../../domain/staff/two-factor/disable-two-factor.ts";
import { renewRecoveryCodes } from "../../domain/staff/two-factor/renew-recovery-codes.ts";
import {
  RecoveryCodes,
  SecondStep,
  TwoFactorCode,
  TwoFactorEnd,
  TwoFactorEnrolment,
  TwoFactorStart,
} from "../../domain/staff/two-factor/schemas.ts";
import { startTwoFactor } from "../../domain/staff/two-factor/start-two-factor.ts";
import { enterAsStaff, enterAsVisitor, staffActor } from "../enter-tenant.ts";
import type { AppEnv } from "../env.ts";
import { limitAttempts } from "../middleware/auth-limits.ts";
import { answer, body, commonProblems, createRouter, problems, staffProblems } from "../openapi.ts";
import { assertSameOrigin, SetsCookie, tellSession } from "../session-cookie.ts";

const tags = ["Login"];
const security = [{ staffToken: [] }];
const changeProblems = { ...staffProblems, ...problems(409, 413, 415) };
const lockNote = "Five wrong codes within 15 minutes lock them for 15 minutes.";

const secondStep = createRoute({
  method: "post",
  path: "/auth/login/two-factor",
  tags,
  summary: "The second step of a login",
  description: `By a code of the authenticator app, or by a recovery code, each good once. ${lockNote}`,
  request: { body: body(SecondStep) },
  responses: {
    200: { ...answer(z.object({ data: Session }), "Logged in."), ...SetsCookie },
    ...commonProblems,
    ...problems(401, 413, 415),
  },
});

const start = createRoute({
  method: "post",
  path: "/auth/two-factor",
  tags,
  summary: "Get a secret for an authenticator app",
  description: "It is asked for at logins once a first code has confirmed it.",
  security,
  request: { body: body(TwoFactorStart) },
  responses: {
    200: answer(z.object({ data: TwoFactorEnrolment }), "Told this once."),
    ...changeProblems,
  },
});

const confirm = createRoute({
  method: "post",
  path: "/auth/two-factor/confirm",
  tags,
  summary: "Turn two-factor login on by a first code",
  description: `All other logins of that person end. ${lockNote}`,
  security,
  request: { body: body(TwoFactorCode) },
  responses: { 200: answer(z.object({ data: RecoveryCodes }), "It is on."), ...changeProblems },
});

const renew = createRoute({
  method: "post",
  path: "/auth/two-factor/recovery-codes",
  tags,
  summary: "Replace one's recovery codes",
  description: lockNote,
  security,
  request: { body: body(TwoFactorCode) },
  responses: { 200: answer(z.object({ data: RecoveryCodes }), "Replaced."), ...changeProblems },
});

const disable = createRoute({
  method: "delete",
  path: "/auth/two-factor",
  tags,
  summary: "Turn one's own two-factor login off",
  description: `Refused where an owner asks it of the role. ${lockNote}`,
  security,
  request: { body: body(TwoFactorEnd) },
  responses: { 204: { description: "It is off." }, ...changeProblems },
});

/** Two-factor login: its second step, and how staff turn it on and off. */
export function twoFactor(deps: Deps) {
  const { accessTokens: tokens, keys } = deps;
  const { secrets } = keys;

  /** Of an attempt of somebody who is logged in. */
  function limit(c: Context<AppEnv>, kind: "code" | "password") {
    const { id: account } = staffActor(c);
    return limitAttempts(deps, c, {
      ...{ kind, account },
      assertUnlocked: () =>
        enterAsStaff(deps, c)((scope) => assertUnlocked(scope, lockOf[kind](account))),
    });
  }

  return createRouter()
    .openapi(secondStep, async (c) => {
      const { challenge, factor, session: transport } = c.req.valid("json");
      const enter = enterAsVisitor(deps, c);
      if (transport === "cookie") assertSameOrigin(deps, c);
      const claims = await tokens.verifyChallenge(challenge, c.get("tenant").id);
      const lock = claims && lockOf.code(claims.staffId);
      const forgive = await limitAttempts(deps, c, {
        ...{ kind: "code", account: claims?.staffId },
        assertUnlocked: async () => {
          if (lock) await enter((scope) => assertUnlocked(scope, lock));
        },
      });
      if (!claims) throw invalidChallenge();
      const session = await completeLogIn(enter, { tokens, secrets }, claims, factor);
      await forgive();
      return c.json({ data: tellSession(c, session, transport) }, 200);
    })
    .openapi(start, async (c) => {
      const { currentPassword } = c.req.valid("json");
      const { id } = staffActor(c);
      const forgive = await limit(c, "password");
      const data = await startTwoFactor(enterAsStaff(deps, c), secrets, id, currentPassword);
      await forgive();
      return c.json({ data }, 200);
    })
    .openapi(confirm, async (c) => {
      const { code } = c.req.valid("json");
      const forgive = await limit(c, "code");
      const data = await confirmTwoFactor(enterAsStaff(deps, c), secrets, staffActor(c), code);
      await forgive();
      return c.json({ data }, 200);
    })
    .openapi(renew, async (c) => {
      const { code } = c.req.valid("json");
      const { id } = staffActor(c);
      const forgive = await limit(c, "code");
      const data = await renewRecoveryCodes(enterAsStaff(deps, c), secrets, id, code);
      await forgive();
      return c.json({ data }, 200);
    })
    .openapi(disable, async (c) => {
      const end = c.req.valid("json");
      const actor = staffActor(c);
      const forgivers = [await limit(c, "password"), await limit(c, "code")];
      await disableTwoFactor(enterAsStaff(deps, c), secrets, actor, end);
      await Promise.all(forgivers.map((forgive) => forgive()));
      return c.body(null, 204);
    });
}
