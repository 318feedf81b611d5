import type { TenantScope } from "../../db/index.ts";
import { type CarRow, getCarRow } from "../cars/car-row.ts";
import { carTitle } from "../cars/car-view.ts";
import { lockStockCar } from "../cars/lock-car.ts";
import { moveCar } from "../cars/move-car.ts";
import { conflict } from "../errors.ts";
import { assertNotHeld } from "./assert-not-held.ts";
import { expireLater } from "./expire-later.ts";
import { getHold } from "./get-hold.ts";
import { holdEnd } from "./hold-end.ts";
import { lockBuyer } from "./lock-buyer.ts";
import { recordHold } from "./record-hold.ts";
import type { Hold, NewHold } from "./schemas.ts";

async function assertFree(scope: TenantScope, { id, status }: CarRow): Promise<void> {
  await assertNotHeld(scope, id);
  if (status !== "available") {
    throw conflict(
      "CAR_NOT_AVAILABLE",
      `This car is ${status}; only an available one can be held.`,
    );
  }
}

/**
 * Takes an available car for a lead until a time; of many who try at once one gets it.
 * @throws DomainError not found; invalid (until, leadId); forbidden without leads:write; conflict
 * CAR_HELD or CAR_NOT_AVAILABLE.
 */
export async function holdCar(
  scope: TenantScope,
  carId: string,
  { leadId, depositIdr, note, ...wanted }: NewHold,
): Promise<Hold> {
  const { db, tenant, actor, now } = scope;
  const until = holdEnd(wanted.until, now);
  // Whoever comes too late is told so without waiting for others who do.
  await assertFree(scope, await getCarRow(scope, carId));
  const { assigneeId } = await lockBuyer(scope, leadId);
  const car = await lockStockCar(scope, carId);
  await assertFree(scope, car);
  const hold = await db.carHold.create({
    data: {
      ...{ tenantId: tenant.id, carId, leadId, until, note, createdAt: now },
      takenById: actor.kind === "staff" ? actor.id : null,
      depositIdr: depositIdr ? BigInt(depositIdr) : null,
    },
  });
  await moveCar(scope, carId, "booking");
  await recordHold(scope, { change: "car_held", hold, carTitle: carTitle(car), assigneeId });
  await expireLater(scope, hold);
  return getHold(scope, carId);
}
