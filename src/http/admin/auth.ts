import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { DomainError, invalid } from "../../domain/errors.ts";
import { acceptInvitation } from "../../domain/staff/accept-invitation.ts";
import { assertUnlocked, lockOf } from "../../domain/staff/attempt-lock.ts";
import { findOpenSession } from "../../domain/staff/find-open-session.ts";
import { logIn } from "../../domain/staff/log-in.ts";
import { logOut } from "../../domain/staff/log-out.ts";
import { refreshSession } from "../../domain/staff/refresh-session.ts";
import {
  AcceptInvitation,
  Credentials,
  LogoutRequest,
  RefreshRequest,
  Session,
} from "../../domain/staff/schemas.ts";
import { TwoFactorChallenge } from "../../domain/staff/two-factor/schemas.ts";
import { enterAsVisitor } from "../enter-tenant.ts";
import { limitAttempts, limitHolder } from "../middleware/auth-limits.ts";
import { answer, body, commonProblems, createRouter, problems } from "../openapi.ts";
import {
  assertSameOrigin,
  clearSessionCookie,
  readSessionCookie,
  SetsCookie,
  tellSession,
} from "../session-cookie.ts";

const tags = ["Login"];
const bodyProblems = problems(413, 415);
const SessionAnswer = z.object({ data: Session });

const login = createRoute({
  method: "post",
  path: "/auth/login",
  tags,
  summary: "Log in with e-mail and password",
  description:
    "Five failures for one account within 15 minutes lock it for 15 minutes. Whoever has two-factor login on gets a challenge for the second step.",
  request: { body: body(Credentials) },
  responses: {
    200: {
      ...answer(
        z.object({ data: z.union([Session, TwoFactorChallenge]) }),
        "Logged in, or a second step is due.",
      ),
      ...SetsCookie,
    },
    ...commonProblems,
    ...problems(401),
    ...bodyProblems,
  },
});

const refresh = createRoute({
  method: "post",
  path: "/auth/refresh",
  tags,
  summary: "Exchange a refresh token for a new session",
  description:
    "A refresh token is good once. Using one again ends the login it belongs to. Without refreshToken it is taken from the cookie, and the next one goes there.",
  request: { body: body(RefreshRequest) },
  responses: {
    200: { ...answer(SessionAnswer, "The next session."), ...SetsCookie },
    ...commonProblems,
    ...problems(401),
    ...bodyProblems,
  },
});

const logout = createRoute({
  method: "post",
  path: "/auth/logout",
  tags,
  summary: "End the login that a refresh token belongs to",
  description: "Without refreshToken it is taken from the cookie, which is cleared.",
  request: { body: body(LogoutRequest) },
  responses: {
    204: { description: "Ended.", ...SetsCookie },
    ...commonProblems,
    ...bodyProblems,
  },
});

const accept = createRoute({
  method: "post",
  path: "/auth/accept-invitation",
  tags,
  summary: "Choose a password and become active staff",
  request: { body: body(AcceptInvitation) },
  responses: { 204: { description: "Now log in." }, ...commonProblems, ...bodyProblems },
});

const logInAgain = () =>
  new DomainError("unauthenticated", "INVALID_REFRESH_TOKEN", "Log in again.");

/** What a client calls that has no access token yet, or none any more. */
export function auth(deps: Deps) {
  const { accessTokens: tokens } = deps;
  return createRouter()
    .openapi(login, async (c) => {
      const { session: transport, ...credentials } = c.req.valid("json");
      const { email } = credentials;
      const enter = enterAsVisitor(deps, c);
      if (transport === "cookie") assertSameOrigin(deps, c);
      const forgive = await limitAttempts(deps, c, {
        ...{ kind: "login", account: email },
        assertUnlocked: () => enter((scope) => assertUnlocked(scope, lockOf.login(email))),
      });
      const given = await logIn(enter, tokens, credentials);
      await forgive();
      const data = "challenge" in given ? given : tellSession(c, given, transport);
      return c.json({ data }, 200);
    })
    .openapi(refresh, async (c) => {
      const { refreshToken: sent, session: asked } = c.req.valid("json");
      const enter = enterAsVisitor(deps, c);
      const refreshToken = sent ?? readSessionCookie(deps, c);
      if (!refreshToken) throw logInAgain();
      const transport = sent ? asked : "cookie";
      if (transport === "cookie") assertSameOrigin(deps, c);
      const open = await enter((scope) => findOpenSession(scope, refreshToken));
      if (open) await limitHolder(deps, c, { kind: "refresh", account: open });
      else await limitAttempts(deps, c, { kind: "refresh" });
      const session = await enter((scope) => refreshSession(scope, tokens, refreshToken));
      if (!session) throw logInAgain();
      return c.json({ data: tellSession(c, session, transport) }, 200);
    })
    .openapi(logout, async (c) => {
      const { refreshToken: sent } = c.req.valid("json");
      const refreshToken = sent ?? readSessionCookie(deps, c);
      if (!refreshToken) throw invalid("refreshToken", "is neither here nor in the cookie");
      if (!sent) clearSessionCookie(c);
      await enterAsVisitor(deps, c)((scope) => logOut(scope, refreshToken));
      return c.body(null, 204);
    })
    .openapi(accept, async (c) => {
      const acceptance = c.req.valid("json");
      const forgive = await limitAttempts(deps, c, { kind: "link" });
      await acceptInvitation(enterAsVisitor(deps, c), acceptance);
      await forgive();
      return c.body(null, 204);
    });
}
