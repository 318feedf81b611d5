import type { TenantScope } from "../../db/index.ts";
import { MOST_REMEMBERED, RememberedColumns } from "./remembered-columns-schema.ts";

/** How files are read by themselves, the latest used first. */
export async function listRememberedColumns({
  db,
  tenant,
}: TenantScope): Promise<RememberedColumns[]> {
  const rows = await db.stockColumns.findMany({
    where: { tenantId: tenant.id },
    orderBy: [{ usedAt: "desc" }, { id: "desc" }],
    take: MOST_REMEMBERED,
  });
  return rows.map((row) => RememberedColumns.parse({ ...row, usedAt: row.usedAt.toISOString() }));
}
