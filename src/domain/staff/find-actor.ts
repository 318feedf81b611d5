import type { Actor, TenantScope } from "../../db/index.ts";
import type { Role } from "./permissions.ts";

/** The active staff member with this id as the one who acts; null when there is none. */
export async function findActor(
  scope: TenantScope,
  id: string,
): Promise<Extract<Actor, { kind: "staff" }> | null> {
  const row = await scope.db.staff.findUnique({
    where: { tenantId_id: { tenantId: scope.tenant.id, id }, status: "active" },
    select: { id: true, name: true, role: true },
  });
  return row && { kind: "staff", id: row.id, name: row.name, role: row.role as Role };
}
