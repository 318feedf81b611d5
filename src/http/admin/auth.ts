import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { DomainError } from "../../domain/errors.ts";
import { acceptInvitation } from "../../domain/staff/accept-invitation.ts";
import { getStaff } from "../../domain/staff/get-staff.ts";
import { logIn } from "../../domain/staff/log-in.ts";
import { logOut } from "../../domain/staff/log-out.ts";
import { refreshSession } from "../../domain/staff/refresh-session.ts";
import {
  AcceptInvitation,
  Credentials,
  RefreshRequest,
  Role,
  Session,
  StaffMember,
} from "../../domain/staff/schemas.ts";
import { enterAsStaff, enterAsVisitor, staffActor } from "../enter-tenant.ts";
import { enforceRateLimit } from "../middleware/rate-limit.ts";
import { answer, body, commonProblems, createRouter, problems, staffProblems } from "../openapi.ts";

const tags = ["Login"];
const bodyProblems = problems(413, 415);
const SessionAnswer = z.object({ data: Session });
const StaffAnswer = z.object({ data: StaffMember });

const login = createRoute({
  method: "post",
  path: "/auth/login",
  tags,
  summary: "Log in with e-mail and password",
  description: "Five failures for one account within 15 minutes lock it for 15 minutes.",
  request: { body: body(Credentials) },
  responses: {
    200: answer(SessionAnswer, "Logged in."),
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
  description: "A refresh token is good once. Using one again ends the login it belongs to.",
  request: { body: body(RefreshRequest) },
  responses: {
    200: answer(SessionAnswer, "The next session."),
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
  request: { body: body(RefreshRequest) },
  responses: { 204: { description: "Ended." }, ...commonProblems, ...bodyProblems },
});

const accept = createRoute({
  method: "post",
  path: "/auth/accept-invitation",
  tags,
  summary: "Choose a password and become active staff",
  request: { body: body(AcceptInvitation) },
  responses: { 204: { description: "Now log in." }, ...commonProblems, ...bodyProblems },
});

const verify = createRoute({
  method: "post",
  path: "/auth/verify",
  tags,
  summary: "Tell whether an access token is good here and now",
  security: [{ staffToken: [] }],
  responses: {
    200: answer(
      z.object({ data: z.object({ valid: z.literal(true), staffId: z.uuid(), role: Role }) }),
      "It is.",
    ),
    ...staffProblems,
  },
});

const me = createRoute({
  method: "get",
  path: "/auth/me",
  tags,
  summary: "Who is logged in",
  security: [{ staffToken: [] }],
  responses: { 200: answer(StaffAnswer, "The staff member."), ...staffProblems },
});

export function auth(deps: Deps) {
  const { accessTokens: tokens, rateLimits } = deps;
  return createRouter()
    .openapi(login, async (c) => {
      const credentials = c.req.valid("json");
      const visitor = `${c.get("tenant").id}:${c.get("client")}`;
      const account = `${visitor}:${credentials.email}`;
      await enforceRateLimit(c, rateLimits.loginAddress, visitor);
      await enforceRateLimit(c, rateLimits.login, account);
      const session = await logIn(enterAsVisitor(deps, c), tokens, credentials);
      await Promise.all([rateLimits.login.reset(account), rateLimits.loginAddress.refund(visitor)]);
      return c.json({ data: session }, 200);
    })
    .openapi(refresh, async (c) => {
      const { refreshToken } = c.req.valid("json");
      const session = await enterAsVisitor(
        deps,
        c,
      )((scope) => refreshSession(scope, tokens, refreshToken));
      if (session) return c.json({ data: session }, 200);
      throw new DomainError("unauthenticated", "INVALID_REFRESH_TOKEN", "Log in again.");
    })
    .openapi(logout, async (c) => {
      const { refreshToken } = c.req.valid("json");
      await enterAsVisitor(deps, c)((scope) => logOut(scope, refreshToken));
      return c.body(null, 204);
    })
    .openapi(accept, async (c) => {
      await acceptInvitation(enterAsVisitor(deps, c), c.req.valid("json"));
      return c.body(null, 204);
    })
    .openapi(verify, (c) => {
      const { id, role } = staffActor(c);
      return c.json({ data: { valid: true as const, staffId: id, role: role as Role } }, 200);
    })
    .openapi(me, async (c) => {
      const staff = await enterAsStaff(deps, c)((scope) => getStaff(scope, staffActor(c).id));
      return c.json({ data: staff }, 200);
    });
}
