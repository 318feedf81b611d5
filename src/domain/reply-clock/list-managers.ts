import type { TenantScope } from "../../db/index.ts";
import { rolesWith } from "../staff/permissions.ts";

/** Ids of everybody active who manages the inbox. */
export async function listManagers({ db, tenant }: TenantScope): Promise<string[]> {
  const rows = await db.staff.findMany({
    where: { tenantId: tenant.id, status: "active", role: { in: rolesWith("inbox:manage") } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}
