import { type TenantScope, uniqueViolation } from "../../db/index.ts";
import { hashToken, newToken } from "../../infra/secrets.ts";
import { conflict } from "../errors.ts";
import { assertMayManage } from "./assert-may-manage.ts";
import type { NewInvitation, StaffMember } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

const INVITATION_DAYS = 7;

/**
 * Invites somebody, or invites them anew while they have not accepted.
 * @throws DomainError conflict EMAIL_TAKEN, forbidden when an admin invites an owner.
 */
export async function inviteStaff(
  scope: TenantScope,
  { name, email, role, phone }: NewInvitation,
): Promise<{ staff: StaffMember; token: string; expiresAt: string }> {
  const { db, tenant, now } = scope;
  assertMayManage(scope, role);
  const token = newToken();
  const invitationExpiresAt = new Date(now.getTime() + INVITATION_DAYS * 86_400_000);
  const invitation = { name, role, phone, invitationHash: hashToken(token), invitationExpiresAt };
  const renewed = await db.staff.updateManyAndReturn({
    where: { tenantId: tenant.id, email, passwordHash: null, ...notOwnerFor(scope) },
    data: { ...invitation, status: "invited" },
    select: STAFF_COLUMNS,
  });
  const row =
    renewed[0] ??
    (await db.staff
      .create({
        data: { tenantId: tenant.id, email, status: "invited", ...invitation },
        select: STAFF_COLUMNS,
      })
      .catch((error: unknown) => {
        if (!uniqueViolation(error)) throw error;
        throw conflict("EMAIL_TAKEN", "Somebody with this e-mail address already works here.");
      }));
  return { staff: staffView(row), token, expiresAt: invitationExpiresAt.toISOString() };
}

/** An admin may not turn an invited owner into something else. */
function notOwnerFor({ actor }: TenantScope) {
  return actor.kind === "staff" && actor.role === "owner" ? {} : { role: { not: "owner" } };
}
