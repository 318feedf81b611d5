import type { TenantScope } from "../../../db/index.ts";
import { conflict } from "../../errors.ts";
import { getBulkChange } from "./get-bulk-change.ts";
import { assertApplicable, lockBulkChange } from "./lock-bulk-change.ts";
import { recordBulkChange } from "./record-bulk-change.ts";
import type { BulkApplication, BulkChange } from "./schemas.ts";
import { settleCars } from "./settle-cars.ts";

/** Cars that a refusal names. */
const MOST_TOLD = 20;

/** @throws DomainError conflict CARS_CHANGED. */
async function assertNoneLeft({ db, tenant }: TenantScope, id: string): Promise<void> {
  const left = await db.bulkChangeCar.findMany({
    where: { tenantId: tenant.id, bulkChangeId: id, outcome: "left" },
    orderBy: { carId: "asc" },
    take: MOST_TOLD,
  });
  if (left.length === 0) return;
  throw conflict(
    "CARS_CHANGED",
    "Some of these cars changed since the preview; nothing was changed. Preview it again, or leave them.",
    left.map(({ displayCode, reason }) => ({
      path: `cars.${displayCode}`,
      message: reason === "removed" ? "was removed" : "was changed since the preview",
    })),
  );
}

/**
 * Makes a previewed change: of exactly the cars that it planned, to exactly what it planned. A car
 * that somebody changed since is left, or has the whole refused, by `mode`.
 * @throws DomainError not found; conflict BULK_APPLIED, PREVIEW_EXPIRED or CARS_CHANGED.
 */
export async function applyBulkChange(
  scope: TenantScope,
  id: string,
  { mode }: BulkApplication,
): Promise<BulkChange> {
  const { db, tenant, now } = scope;
  await lockBulkChange(scope, id, assertApplicable);
  await settleCars(scope, id, { from: "planned", to: "changed", otherwise: "left", ahead: 0 });
  if (mode === "all_or_nothing") await assertNoneLeft(scope, id);
  await db.$executeRaw`
    UPDATE cars c SET price_idr = item.price_after, status = item.status_after,
      listed_at = CASE WHEN item.status_before = 'draft' AND item.status_after = 'available'
        THEN ${now}::timestamptz ELSE c.listed_at END,
      version = c.version + 1, updated_at = ${now}::timestamptz
    FROM bulk_change_cars item
    WHERE c.tenant_id = ${tenant.id}::uuid AND item.tenant_id = ${tenant.id}::uuid
      AND item.bulk_change_id = ${id}::uuid AND item.outcome = 'changed' AND c.id = item.car_id`;
  await db.bulkChange.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { status: "applied", appliedAt: now },
  });
  await recordBulkChange(scope, id, "changed");
  return getBulkChange(scope, id);
}
