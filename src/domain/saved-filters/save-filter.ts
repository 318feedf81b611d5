import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import type { StaffActor } from "../staff/find-actor.ts";
import { checkQuery } from "./check-query.ts";
import { filterConflict } from "./filter-conflict.ts";
import { auditedFilter, filterView, WITH_OWNER } from "./filter-view.ts";
import type { NewSavedFilter, SavedFilter } from "./schemas.ts";

/** Of one person: a list that is shown whole. */
const MOST_FILTERS = 50;

/**
 * Keeps a query of a list under a name.
 * @throws DomainError invalid (query.…); forbidden where the actor may not see the list; conflict
 * FILTER_EXISTS, FILTERS_FULL at 50.
 */
export async function saveFilter(
  scope: TenantScope,
  { id: staffId }: StaffActor,
  filter: NewSavedFilter,
): Promise<SavedFilter> {
  const { db, tenant, now } = scope;
  checkQuery(scope, filter.list, filter.query);
  // Of several at once each counts those before it.
  await db.$executeRaw`
    SELECT 1 FROM staff WHERE tenant_id = ${tenant.id}::uuid AND id = ${staffId}::uuid
    FOR NO KEY UPDATE`;
  const count = await db.savedFilter.count({ where: { tenantId: tenant.id, staffId } });
  if (count >= MOST_FILTERS) {
    throw conflict("FILTERS_FULL", `You have ${MOST_FILTERS} filters already.`);
  }
  const row = await db.savedFilter
    .create({
      data: { ...filter, ...{ tenantId: tenant.id, staffId, createdAt: now, updatedAt: now } },
      include: WITH_OWNER,
    })
    .catch((error: unknown) => {
      throw filterConflict(error);
    });
  const after = auditedFilter(row);
  await recordAuditEvent(scope, {
    ...{ action: "filter.saved", subject: "filter", id: row.id, after },
  });
  return filterView(row, staffId);
}
