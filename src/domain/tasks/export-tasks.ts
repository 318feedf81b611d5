import type { TenantScope } from "../../db/index.ts";
import type { LeadExport } from "../leads/export-schemas.ts";

/**
 * The `most` tasks on a lead that fall due last, by due time. The caller has made sure that the
 * actor may know of the lead.
 */
export async function exportTasks(
  { db, tenant }: TenantScope,
  leadId: string,
  most: number,
): Promise<LeadExport["tasks"]> {
  const rows = await db.leadTask.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ dueAt: "desc" }, { id: "desc" }],
    take: most,
    select: {
      ...{ title: true, dueAt: true, doneAt: true, createdAt: true },
      assignee: { select: { name: true } },
    },
  });
  return rows.reverse().map((row) => ({
    title: row.title,
    dueAt: row.dueAt.toISOString(),
    assignee: row.assignee?.name ?? null,
    doneAt: row.doneAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}
