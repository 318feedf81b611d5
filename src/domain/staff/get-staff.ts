import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import type { StaffMember } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/** @throws DomainError not found. */
export async function getStaff(scope: TenantScope, id: string): Promise<StaffMember> {
  const row = await scope.db.staff.findUnique({
    where: { tenantId_id: { tenantId: scope.tenant.id, id } },
    select: STAFF_COLUMNS,
  });
  if (!row) throw notFound("staff member");
  return staffView(row);
}
