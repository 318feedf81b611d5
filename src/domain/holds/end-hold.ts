import type { TenantScope } from "../../db/index.ts";
import { carTitle } from "../cars/car-view.ts";
import { moveCar } from "../cars/move-car.ts";
import { tellSubscribersLater } from "../subscriptions/tell-subscribers-later.ts";
import type { HeldCar } from "./lock-hold.ts";
import { recordHold } from "./record-hold.ts";

/** Ends a hold, whose car the caller holds, without a sale: the car is available again. */
export async function endHold(
  scope: TenantScope,
  { hold, car, lead }: HeldCar,
  outcome: "released" | "expired",
): Promise<void> {
  const { db, tenant, now } = scope;
  await db.carHold.update({
    where: { tenantId_id: { tenantId: tenant.id, id: hold.id } },
    data: { endedAt: now, outcome },
  });
  await moveCar(scope, car.id, "available");
  await recordHold(scope, {
    ...{ change: `hold_${outcome}`, hold, carTitle: carTitle(car) },
    assigneeId: lead.assigneeId,
  });
  await tellSubscribersLater(scope);
}
