import type { TenantScope } from "../../../db/index.ts";
import type { CarRow } from "../car-row.ts";
import type { CarStatus } from "../vocabulary.ts";
import { followLater, followNoMore } from "./follow-later.ts";

/**
 * Forgets of a car's schedule what its new status leaves nothing to do of: the publishing of a car
 * that is on offer now, and all of a car that is a draft again or sold. One that is booked may come
 * back in time.
 * @param car as it was, its row held by the caller.
 */
export async function clearVoidSchedule(
  scope: TenantScope,
  car: CarRow,
  status: CarStatus,
): Promise<void> {
  const { db, tenant } = scope;
  const { id: carId, schedule } = car;
  if (!schedule || status === car.status || status === "booking") return;
  if (status === "available" && schedule.unpublishAt) {
    const rest = { ...schedule, publishAt: null };
    await db.carSchedule.updateMany({
      where: { tenantId: tenant.id, carId },
      data: { publishAt: null },
    });
    return followLater(scope, car, rest);
  }
  await db.carSchedule.deleteMany({ where: { tenantId: tenant.id, carId } });
  await followNoMore(scope, carId);
}
