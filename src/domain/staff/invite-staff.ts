import { type TenantScope, uniqueViolation } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { assertMayManage } from "./assert-may-manage.ts";
import { allows } from "./permissions.ts";
import type { NewInvitation, StaffMember } from "./schemas.ts";
import { issueLink } from "./staff-links.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/**
 * Invites somebody, or invites them anew while they have not accepted.
 * @throws DomainError conflict EMAIL_TAKEN, forbidden when an admin invites an owner.
 */
export async function inviteStaff(
  scope: TenantScope,
  { name, email, role, phone }: NewInvitation,
): Promise<{ staff: StaffMember; token: string; expiresAt: string }> {
  const { db, tenant } = scope;
  assertMayManage(scope, role);
  const renewed = await db.staff.updateManyAndReturn({
    where: { tenantId: tenant.id, email, passwordHash: null, ...notOwnerFor(scope) },
    data: { name, role, phone, status: "invited" },
    select: STAFF_COLUMNS,
  });
  const row =
    renewed[0] ??
    (await db.staff
      .create({
        data: { tenantId: tenant.id, email, status: "invited", name, role, phone },
        select: STAFF_COLUMNS,
      })
      .catch((error: unknown) => {
        if (!uniqueViolation(error)) throw error;
        throw conflict("EMAIL_TAKEN", "Somebody with this e-mail address already works here.");
      }));
  const { token, expiresAt } = await issueLink(scope, row.id, "invitation");
  const after = { email, name, role, phone };
  await recordAuditEvent(scope, { action: "staff.invited", subject: "staff", id: row.id, after });
  return { staff: staffView(row), token, expiresAt: expiresAt.toISOString() };
}

/** An admin may not turn an invited owner into something else. */
function notOwnerFor({ actor }: TenantScope) {
  return allows(actor, "staff:owners") ? {} : { role: { not: "owner" } };
}
