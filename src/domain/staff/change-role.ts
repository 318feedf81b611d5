import type { TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { assertMayManage } from "./assert-may-manage.ts";
import { lockStaff } from "./lock-staff.ts";
import type { Role } from "./permissions.ts";
import type { StaffMember } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/** @throws DomainError not found, forbidden, conflict LAST_OWNER. */
export async function changeRole(scope: TenantScope, id: string, role: Role): Promise<StaffMember> {
  const staff = await lockStaff(scope, id);
  assertMayManage(scope, staff.role, role);
  if (role !== "owner") staff.assertNotLastOwner();
  const change = { before: { role: staff.role }, after: { role } };
  await recordAuditEvent(scope, { action: "staff.role_changed", subject: "staff", id, ...change });
  const row = await scope.db.staff.update({
    where: { tenantId_id: { tenantId: scope.tenant.id, id } },
    data: { role },
    select: STAFF_COLUMNS,
  });
  await assignBacklogSoon(scope);
  return staffView(row);
}
