import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { StaffActor } from "../staff/find-actor.ts";
import { checkQuery } from "./check-query.ts";
import { filterConflict } from "./filter-conflict.ts";
import { auditedFilter, filterView, WITH_OWNER } from "./filter-view.ts";
import { lockFilter } from "./lock-filter.ts";
import type { ListName, SavedFilter, SavedFilterChange } from "./schemas.ts";

/**
 * Changes what is given of a filter.
 * @throws DomainError not found; invalid (query.…); forbidden where the actor may not see the list;
 * conflict FILTER_EXISTS.
 */
export async function changeFilter(
  scope: TenantScope,
  staff: StaffActor,
  id: string,
  change: SavedFilterChange,
): Promise<SavedFilter> {
  const { db, tenant, now } = scope;
  const before = await lockFilter(scope, staff, id);
  if (change.query) checkQuery(scope, before.list as ListName, change.query);
  const row = await db.savedFilter
    .update({
      where: { tenantId_id: { tenantId: tenant.id, id } },
      data: { ...change, updatedAt: now },
      include: WITH_OWNER,
    })
    .catch((error: unknown) => {
      throw filterConflict(error);
    });
  await recordAuditEvent(scope, {
    ...{ action: "filter.changed", subject: "filter", id },
    ...{ before: auditedFilter(before), after: auditedFilter(row) },
  });
  return filterView(row, staff.id);
}
