import type { TenantScope } from "../../db/index.ts";
import type { StaffMember } from "./schemas.ts";
import { STAFF_COLUMNS, staffView } from "./staff-view.ts";

/** Everybody who works or worked here, by name. */
export async function listStaff(scope: TenantScope): Promise<StaffMember[]> {
  const rows = await scope.db.staff.findMany({
    where: { tenantId: scope.tenant.id },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: STAFF_COLUMNS,
  });
  return rows.map(staffView);
}
