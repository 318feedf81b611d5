import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { getStaff } from "./get-staff.ts";
import { lockStaff } from "./lock-staff.ts";
import type { ProfileChange, StaffMember } from "./schemas.ts";

/** Changes what somebody tells of themselves. @throws DomainError not found. */
export async function changeProfile(
  scope: TenantScope,
  id: string,
  change: ProfileChange,
): Promise<StaffMember> {
  const { db, tenant } = scope;
  await lockStaff(scope, id);
  const { phone } = await getStaff(scope, id);
  await db.staff.update({ where: { tenantId_id: { tenantId: tenant.id, id } }, data: change });
  await recordAuditEvent(scope, {
    ...{ action: "staff.profile_changed", subject: "staff", id, before: { phone }, after: change },
  });
  return getStaff(scope, id);
}
