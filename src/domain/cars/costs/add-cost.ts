import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { conflict } from "../../errors.ts";
import { getCarRow } from "../car-row.ts";
import { auditedCost, costView, WITH_AUTHOR } from "./cost-view.ts";
import type { CarCost, NewCarCost } from "./schemas.ts";

/** Of one car: a list that is shown whole. */
const MOST_COSTS = 200;

/**
 * Writes down what a car cost.
 * @throws DomainError not found, conflict TOO_MANY_COSTS.
 */
export async function addCost(
  scope: TenantScope,
  carId: string,
  { kind, amount, note, spentOn }: NewCarCost,
): Promise<CarCost> {
  const { db, tenant, actor, now } = scope;
  // Of several at once each counts those before it.
  await db.$executeRaw`
    SELECT 1 FROM cars WHERE tenant_id = ${tenant.id}::uuid AND id = ${carId}::uuid
    FOR NO KEY UPDATE`;
  await getCarRow(scope, carId);
  if ((await db.carCost.count({ where: { tenantId: tenant.id, carId } })) >= MOST_COSTS) {
    throw conflict("TOO_MANY_COSTS", `A car has at most ${MOST_COSTS} costs.`);
  }
  const row = await db.carCost.create({
    data: {
      ...{ tenantId: tenant.id, carId, kind, amountIdr: BigInt(amount), note },
      ...{ spentOn: new Date(spentOn), createdById: actor.kind === "staff" ? actor.id : null },
      ...{ createdAt: now, updatedAt: now },
    },
    include: WITH_AUTHOR,
  });
  await recordAuditEvent(scope, {
    ...{ action: "car.cost_added", subject: "car", id: carId, after: auditedCost(row) },
  });
  return costView(row);
}
