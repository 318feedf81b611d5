import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { assertUnlocked, lockOf } from "../../domain/staff/attempt-lock.ts";
import { changePassword } from "../../domain/staff/change-password.ts";
import { changeProfile } from "../../domain/staff/change-profile.ts";
import { endOtherSessions } from "../../domain/staff/end-other-sessions.ts";
import { endSession } from "../../domain/staff/end-session.ts";
import { getStaff } from "../../domain/staff/get-staff.ts";
import { listSessions } from "../../domain/staff/list-sessions.ts";
import {
  LoginSession,
  Me,
  PasswordChange,
  ProfileChange,
  Role,
  Session,
  StaffMember,
} from "../../domain/staff/schemas.ts";
import { enterAsStaff, staffActor } from "../enter-tenant.ts";
import { limitAttempts } from "../middleware/auth-limits.ts";
import { answer, body, createRouter, IdParam, problems, staffProblems } from "../openapi.ts";
import { assertSameOrigin, SetsCookie, tellSession } from "../session-cookie.ts";

const tags = ["Login"];
const security = [{ staffToken: [] }];

const verify = createRoute({
  method: "post",
  path: "/auth/verify",
  tags,
  summary: "Tell whether an access token is good here and now",
  security,
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
  security,
  responses: { 200: answer(z.object({ data: Me }), "The staff member."), ...staffProblems },
});

const profile = createRoute({
  method: "patch",
  path: "/auth/profile",
  tags,
  summary: "Change one's own phone number",
  security,
  request: { body: body(ProfileChange) },
  responses: {
    200: answer(z.object({ data: StaffMember }), "As it is now."),
    ...staffProblems,
    ...problems(413, 415),
  },
});

const sessions = createRoute({
  method: "get",
  path: "/auth/sessions",
  tags,
  summary: "One's own logins that go on",
  description: "At most 50 are kept; a newer one pushes out the longest unused.",
  security,
  responses: {
    200: answer(z.object({ data: z.array(LoginSession) }), "The last used first."),
    ...staffProblems,
  },
});

const endOthers = createRoute({
  method: "delete",
  path: "/auth/sessions",
  tags,
  summary: "End all of one's own logins but this one",
  security,
  responses: { 204: { description: "Ended, at once." }, ...staffProblems },
});

const end = createRoute({
  method: "delete",
  path: "/auth/sessions/{id}",
  tags,
  summary: "End one of one's own logins",
  security,
  request: { params: IdParam },
  responses: { 204: { description: "Ended, at once." }, ...staffProblems },
});

const password = createRoute({
  method: "put",
  path: "/auth/password",
  tags,
  summary: "Change one's own password",
  description: "Ends every login of that person, everywhere, and opens a fresh one here.",
  security,
  request: { body: body(PasswordChange) },
  responses: {
    200: { ...answer(z.object({ data: Session }), "Changed; the fresh session."), ...SetsCookie },
    ...staffProblems,
    ...problems(409, 413, 415),
  },
});

/** What staff do with their own account. */
export function account(deps: Deps) {
  return createRouter()
    .openapi(verify, (c) => {
      const { id, role } = staffActor(c);
      return c.json({ data: { valid: true as const, staffId: id, role: role as Role } }, 200);
    })
    .openapi(me, async (c) => {
      const { id, twoFactor } = staffActor(c);
      const staff = await enterAsStaff(deps, c)((scope) => getStaff(scope, id));
      return c.json({ data: { ...staff, twoFactor } }, 200);
    })
    .openapi(profile, async (c) => {
      const { id } = staffActor(c);
      const change = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeProfile(scope, id, change));
      return c.json({ data }, 200);
    })
    .openapi(sessions, async (c) => {
      const actor = staffActor(c);
      const data = await enterAsStaff(deps, c)((scope) => listSessions(scope, actor));
      return c.json({ data }, 200);
    })
    .openapi(endOthers, async (c) => {
      const actor = staffActor(c);
      await enterAsStaff(deps, c)((scope) => endOtherSessions(scope, actor));
      return c.body(null, 204);
    })
    .openapi(end, async (c) => {
      const actor = staffActor(c);
      const { id } = c.req.valid("param");
      await enterAsStaff(deps, c)((scope) => endSession(scope, actor, id));
      return c.body(null, 204);
    })
    .openapi(password, async (c) => {
      const { session: transport, ...change } = c.req.valid("json");
      const { id } = staffActor(c);
      const enter = enterAsStaff(deps, c);
      if (transport === "cookie") assertSameOrigin(deps, c);
      const forgive = await limitAttempts(deps, c, {
        ...{ kind: "password", account: id },
        assertUnlocked: () => enter((scope) => assertUnlocked(scope, lockOf.password(id))),
      });
      const session = await changePassword(enter, deps.accessTokens, id, change);
      await forgive();
      return c.json({ data: tellSession(c, session, transport) }, 200);
    });
}
