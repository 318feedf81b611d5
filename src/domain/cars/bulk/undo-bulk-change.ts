import type { TenantScope } from "../../../db/index.ts";
import { getBulkChange } from "./get-bulk-change.ts";
import { assertUndoable, lockBulkChange } from "./lock-bulk-change.ts";
import { recordBulkChange } from "./record-bulk-change.ts";
import type { BulkChange } from "./schemas.ts";
import { settleCars } from "./settle-cars.ts";

/**
 * Gives the cars of a bulk change back what they had, within 24 hours. One that somebody changed
 * since is kept as it is now.
 * @throws DomainError not found; conflict BULK_NOT_APPLIED, BULK_UNDONE or UNDO_TOO_LATE.
 */
export async function undoBulkChange(scope: TenantScope, id: string): Promise<BulkChange> {
  const { db, tenant, now } = scope;
  await lockBulkChange(scope, id, assertUndoable);
  await settleCars(scope, id, { from: "changed", to: "undone", otherwise: "kept", ahead: 1 });
  await db.$executeRaw`
    UPDATE cars c SET price_idr = item.price_before, status = item.status_before,
      listed_at = item.listed_before, version = c.version + 1, updated_at = ${now}::timestamptz
    FROM bulk_change_cars item
    WHERE c.tenant_id = ${tenant.id}::uuid AND item.tenant_id = ${tenant.id}::uuid
      AND item.bulk_change_id = ${id}::uuid AND item.outcome = 'undone' AND c.id = item.car_id`;
  await db.bulkChange.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { status: "undone", undoneAt: now },
  });
  await recordBulkChange(scope, id, "undone");
  return getBulkChange(scope, id);
}
