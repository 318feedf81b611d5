import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvents } from "../../audit/record-audit-events.ts";
import { publishLiveEvent } from "../../live/publish-live-event.ts";
import { tellSubscribersLater } from "../../subscriptions/tell-subscribers-later.ts";
import { clearVoidSchedules } from "../publishing/clear-void-schedules.ts";
import { scheduleStockValue } from "../value/schedule-stock-value.ts";
import { countOutcomes } from "./count-outcomes.ts";

/**
 * Writes down each car that a bulk change, or its undoing, has just changed, and tells whoever is
 * to hear of the stock.
 */
export async function recordBulkChange(
  scope: TenantScope,
  id: string,
  outcome: "changed" | "undone",
): Promise<void> {
  const { db, tenant } = scope;
  await countOutcomes(scope, id);
  const cars = await db.bulkChangeCar.findMany({
    where: { tenantId: tenant.id, bulkChangeId: id, outcome },
    orderBy: { carId: "asc" },
  });
  if (cars.length === 0) return;
  await recordAuditEvents(
    scope,
    cars.map((car) => {
      const first = { status: car.statusBefore, priceIdr: car.priceBefore };
      const second = { status: car.statusAfter, priceIdr: car.priceAfter };
      const [before, after] = outcome === "changed" ? [first, second] : [second, first];
      const by = outcome === "changed" ? { bulkChangeId: id } : { undoneBulkChangeId: id };
      return {
        ...{ action: "car.updated" as const, subject: "car" as const, id: car.carId },
        ...{ before, after: { ...after, ...by } },
      };
    }),
  );
  const moved = cars.filter(({ statusBefore, statusAfter }) => statusBefore !== statusAfter);
  await clearVoidSchedules(
    scope,
    moved.map(({ carId }) => carId),
  );
  await publishLiveEvent(scope, {
    kind: "stock.changed",
    payload: { bulkChangeId: id, outcome, cars: cars.length },
  });
  await tellSubscribersLater(scope);
  await scheduleStockValue(scope);
}
