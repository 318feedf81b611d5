import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import type { StaffActor } from "../staff/find-actor.ts";
import { allows } from "../staff/permissions.ts";
import { type FilterRow, WITH_OWNER } from "./filter-view.ts";

/**
 * Holds a filter that the actor may change: their own, or a shared one for whoever manages staff.
 * @throws DomainError not found.
 */
export async function lockFilter(
  { db, tenant, actor }: TenantScope,
  { id: staffId }: StaffActor,
  id: string,
): Promise<FilterRow> {
  await db.$executeRaw`
    SELECT 1 FROM saved_filters WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
    FOR UPDATE`;
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const row = await db.savedFilter.findUnique({ where, include: WITH_OWNER });
  const mayChange =
    row && (row.staffId === staffId || (row.isShared && allows(actor, "staff:manage")));
  if (!mayChange) throw notFound("filter of yours");
  return row;
}
