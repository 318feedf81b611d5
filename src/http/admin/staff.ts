import { createRoute, z } from "@hono/zod-openapi";
import type { Deps } from "../../deps.ts";
import { changeRole } from "../../domain/staff/change-role.ts";
import { changeStaffStatus } from "../../domain/staff/change-staff-status.ts";
import { inviteStaff } from "../../domain/staff/invite-staff.ts";
import { listStaff } from "../../domain/staff/list-staff.ts";
import {
  Invitation,
  NewInvitation,
  RoleChange,
  StaffMember,
  StaffStatusChange,
} from "../../domain/staff/schemas.ts";
import { enterAsStaff } from "../enter-tenant.ts";
import { limitAttempts } from "../middleware/auth-limits.ts";
import {
  answer,
  body,
  createRouter,
  IdParam,
  problems,
  staffOnly,
  staffProblems,
} from "../openapi.ts";

const tags = ["Staff"];
const StaffAnswer = z.object({ data: StaffMember });
const changeProblems = problems(409, 413, 415);

const list = createRoute({
  method: "get",
  path: "/staff",
  tags,
  summary: "Everybody who works or worked here",
  ...staffOnly("staff:read"),
  responses: {
    200: answer(z.object({ data: z.array(StaffMember) }), "By name."),
    ...staffProblems,
  },
});

const invite = createRoute({
  method: "post",
  path: "/staff/invite",
  tags,
  summary: "Invite somebody, or invite them anew",
  description:
    "A link to choose a password goes to the e-mail address: three an hour at the most, each in place of the one before.",
  ...staffOnly("staff:manage"),
  request: { body: body(NewInvitation) },
  responses: {
    201: answer(z.object({ data: Invitation }), "Invited."),
    ...staffProblems,
    ...changeProblems,
  },
});

const role = createRoute({
  method: "put",
  path: "/staff/{id}/role",
  tags,
  summary: "Change what somebody may do",
  ...staffOnly("staff:manage"),
  request: { params: IdParam, body: body(RoleChange) },
  responses: { 200: answer(StaffAnswer, "Changed."), ...staffProblems, ...changeProblems },
});

const status = createRoute({
  method: "put",
  path: "/staff/{id}/status",
  tags,
  summary: "Deactivate somebody, or let them back in",
  description: "Deactivating ends all of that person's logins at once.",
  ...staffOnly("staff:manage"),
  request: { params: IdParam, body: body(StaffStatusChange) },
  responses: { 200: answer(StaffAnswer, "Changed."), ...staffProblems, ...changeProblems },
});

export function staff(deps: Deps) {
  return createRouter()
    .openapi(list, async (c) => c.json({ data: await enterAsStaff(deps, c)(listStaff) }, 200))
    .openapi(invite, async (c) => {
      const invitation = c.req.valid("json");
      await limitAttempts(deps, c, { kind: "invite", account: invitation.email });
      const data = await enterAsStaff(
        deps,
        c,
      )((scope) => inviteStaff(scope, deps.postbox, invitation));
      return c.json({ data }, 201);
    })
    .openapi(role, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      const data = await enterAsStaff(deps, c)((scope) => changeRole(scope, id, change.role));
      return c.json({ data }, 200);
    })
    .openapi(status, async (c) => {
      const { id } = c.req.valid("param");
      const change = c.req.valid("json");
      const data = await enterAsStaff(
        deps,
        c,
      )((scope) => changeStaffStatus(scope, id, change.status));
      return c.json({ data }, 200);
    });
}
