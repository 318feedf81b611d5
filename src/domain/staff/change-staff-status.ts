import type { TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { assertMayManage } from "./assert-may-manage.ts";
import { lockStaff } from "./lock-staff.ts";
import { revokeSessionsOf } from "./revoke-session.ts";
import type { StaffMember } from "./schemas.ts";
import { voidLinks } from "./staff-links.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/**
 * Deactivates somebody, which ends all their logins and voids their links at once, or lets them
 * back in.
 * @throws DomainError not found, forbidden, conflict LAST_OWNER or NOT_ACCEPTED.
 */
export async function changeStaffStatus(
  scope: TenantScope,
  id: string,
  status: "active" | "inactive",
): Promise<StaffMember> {
  const { db, tenant } = scope;
  const staff = await lockStaff(scope, id);
  assertMayManage(scope, staff.role);
  if (status === "inactive") staff.assertNotLastOwner();
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  if (status === "active") {
    const { passwordHash } = await db.staff.findUniqueOrThrow({
      where,
      select: { passwordHash: true },
    });
    if (!passwordHash) throw conflict("NOT_ACCEPTED", "The invitation was never accepted.");
  }
  if (status === "inactive") {
    await revokeSessionsOf(scope, id);
    await voidLinks(scope, id);
  }
  const change = { before: { status: staff.status }, after: { status } };
  await recordAuditEvent(scope, {
    ...{ action: "staff.status_changed", subject: "staff", id },
    ...change,
  });
  await assignBacklogSoon(scope);
  const row = await db.staff.update({ where, data: { status }, select: STAFF_COLUMNS });
  return staffView(row);
}
