import type { TenantScope } from "../../db/index.ts";
import type { CarRow } from "../cars/car-row.ts";
import { lockStockCar } from "../cars/lock-car.ts";
import { busy, forbidden, notFound } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { findHold, type HoldRecord } from "./find-hold.ts";

export interface HeldCar {
  hold: HoldRecord;
  car: CarRow;
  lead: { name: string | null; assigneeId: string | null; isVisible: boolean };
}

/**
 * The hold that a car is under, the rows of its lead and of the car held until the transaction
 * ends; null when the car is under none.
 * @throws DomainError busy when the hold went to another lead meanwhile.
 */
export async function lockHold(scope: TenantScope, carId: string): Promise<HeldCar | null> {
  const { db, tenant } = scope;
  const seen = await findHold(scope, carId);
  if (!seen) return null;
  const [lead] = await db.$queryRaw<HeldCar["lead"][]>`
    SELECT name, assignee_id AS "assigneeId", ${visibleLeads(scope)} AS "isVisible" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${seen.leadId}::uuid FOR NO KEY UPDATE`;
  const car = await lockStockCar(scope, carId);
  const hold = await findHold(scope, carId);
  if (!hold) return null;
  if (!lead || hold.leadId !== seen.leadId) throw busy();
  return { hold, car, lead };
}

/**
 * As lockHold, for whoever may change it.
 * @throws DomainError not found; forbidden where the lead is a colleague's; busy.
 */
export async function lockOwnHold(scope: TenantScope, carId: string): Promise<HeldCar> {
  const held = await lockHold(scope, carId);
  if (!held) throw notFound("hold");
  if (!held.lead.isVisible) throw forbidden("This car is held for the lead of a colleague.");
  return held;
}
