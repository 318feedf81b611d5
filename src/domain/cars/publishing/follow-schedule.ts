import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { DomainError } from "../../errors.ts";
import type { Secrets } from "../../keys/key-ring.ts";
import type { CarRow } from "../car-row.ts";
import { lockStockCar } from "../lock-car.ts";
import { updateCar } from "../update-car.ts";
import { findObstacle } from "./find-obstacle.ts";
import { followLater } from "./follow-later.ts";
import { scheduleView } from "./schedule-view.ts";
import { tellOfLeftSchedule } from "./tell-of-left-schedule.ts";

interface Plan {
  carTitle: string;
  setById: string | null;
}

const lockIfThere = (scope: TenantScope, carId: string): Promise<CarRow | null> =>
  lockStockCar(scope, carId).catch((error: unknown) => {
    if (error instanceof DomainError && error.kind === "not_found") return null;
    throw error;
  });

/**
 * Moves a car whose moment has come, as staff would. One that cannot move is left, and whoever
 * planned it is told; so they are of one that was deleted. Of two moments that are past, the later
 * one counts.
 */
export async function followSchedule(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  { carId, plan }: { carId: string; plan: Plan | null },
): Promise<void> {
  if (!plan) return;
  const { db, tenant, now } = scope;
  const car = await lockIfThere(scope, carId);
  if (!car) {
    return tellOfLeftSchedule(scope, secrets, { carId, ...plan, reason: "mobil sudah dihapus" });
  }
  const { schedule } = car;
  if (!schedule) return;
  const isDue = (moment: Date | null) => moment !== null && moment <= now;
  const takesBack = isDue(schedule.unpublishAt);
  if (!takesBack && !isDue(schedule.publishAt)) return followLater(scope, car, schedule);

  const to = takesBack ? "draft" : "available";
  const reason = car.status === to ? null : findObstacle(car, to);
  if (reason) await tellOfLeftSchedule(scope, secrets, { carId, ...plan, reason });
  else if (car.status !== to) {
    await updateCar(scope, carId, { version: car.version, status: to });
    return;
  } else if (to === "available" && schedule.unpublishAt) {
    const rest = { ...schedule, publishAt: null };
    const where = { tenantId: tenant.id, carId };
    await db.carSchedule.updateMany({ where, data: { publishAt: null } });
    return followLater(scope, car, rest);
  }
  await db.carSchedule.deleteMany({ where: { tenantId: tenant.id, carId } });
  const before = scheduleView(schedule);
  await recordAuditEvent(scope, {
    ...{ action: "car.schedule_left", subject: "car", id: carId, before },
  });
}
