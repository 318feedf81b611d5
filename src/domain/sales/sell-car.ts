import type { TenantScope } from "../../db/index.ts";
import { assertActive } from "../assignment/assert-active.ts";
import { today } from "../calendar/today.ts";
import { type CarRow, getCarRow } from "../cars/car-row.ts";
import { lockStockCar } from "../cars/lock-car.ts";
import { moveCar } from "../cars/move-car.ts";
import { conflict, invalid } from "../errors.ts";
import { assertNotHeld } from "../holds/assert-not-held.ts";
import { lockBuyer } from "../holds/lock-buyer.ts";
import { closeBuyer } from "./close-buyer.ts";
import { getSale } from "./get-sale.ts";
import { openSale } from "./open-sale.ts";
import { recordSale } from "./record-sale.ts";
import type { NewSale, Sale } from "./schemas.ts";

async function assertForSale(scope: TenantScope, car: CarRow, leadId?: string): Promise<void> {
  await assertNotHeld(scope, car.id, leadId);
  if (car.status === "sold") throw conflict("CAR_SOLD", "This car is sold already.");
  if (car.status === "draft") throw conflict("CAR_NOT_AVAILABLE", "This car is a draft.");
}

/**
 * Sells a car that is available or booked, and ends its hold; a held one is sold to the lead that it
 * is held for alone. The lead that buys is closed. Of many who try at once one gets it.
 * @throws DomainError not found; invalid (leadId, salespersonId, soldOn); forbidden without
 * leads:write; conflict CAR_HELD, CAR_SOLD or CAR_NOT_AVAILABLE.
 */
export async function sellCar(
  scope: TenantScope,
  carId: string,
  { priceIdr, ...terms }: NewSale,
): Promise<Sale> {
  const { db, tenant, now } = scope;
  const { leadId, salespersonId, soldOn } = terms;
  if (soldOn && soldOn > today(scope)) throw invalid("soldOn", "must not be in the future");
  // Whoever comes too late is told so without waiting for others who do.
  await assertForSale(scope, await getCarRow(scope, carId), leadId);
  const lead = leadId ? await lockBuyer(scope, leadId) : null;
  if (salespersonId) await assertActive(scope, salespersonId, "salespersonId");
  const car = await lockStockCar(scope, carId);
  await assertForSale(scope, car, leadId);
  const sale = await openSale(scope, car, {
    ...terms,
    priceIdr: priceIdr ? BigInt(priceIdr) : car.priceIdr,
  });
  await db.carHold.updateMany({
    where: { tenantId: tenant.id, carId, endedAt: null },
    data: { endedAt: now, outcome: "sold" },
  });
  await moveCar(scope, carId, "sold");
  await recordSale(scope, "car_sold", sale, lead?.assigneeId ?? null);
  if (leadId && lead) await closeBuyer(scope, leadId, lead.status);
  return getSale(scope, carId);
}
