import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { notFound } from "../../errors.ts";
import { lockStockCar } from "../lock-car.ts";
import { followNoMore } from "./follow-later.ts";
import { scheduleView } from "./schedule-view.ts";

/** Leaves a car as it is from now on. @throws DomainError not found. */
export async function cancelSchedule(scope: TenantScope, carId: string): Promise<void> {
  const { db, tenant } = scope;
  const { schedule } = await lockStockCar(scope, carId);
  if (!schedule) throw notFound("schedule");
  await db.carSchedule.deleteMany({ where: { tenantId: tenant.id, carId } });
  await recordAuditEvent(scope, {
    ...{ action: "car.schedule_cancelled", subject: "car", id: carId },
    before: scheduleView(schedule),
  });
  await followNoMore(scope, carId);
}
