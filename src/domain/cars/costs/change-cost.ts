import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { auditedCost, costView, WITH_AUTHOR } from "./cost-view.ts";
import { lockCost } from "./lock-cost.ts";
import type { CarCost, CarCostChange } from "./schemas.ts";

/**
 * Changes a cost; what is not named stays.
 * @throws DomainError not found, version_required VERSION_REQUIRED, conflict VERSION_CONFLICT.
 */
export async function changeCost(
  scope: TenantScope,
  id: string,
  { version, kind, amount, note, spentOn }: CarCostChange,
): Promise<CarCost> {
  const { db, tenant, now } = scope;
  const before = await lockCost(scope, id, version);
  const after = await db.carCost.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      ...{ kind, note, updatedAt: now, version: { increment: 1 } },
      amountIdr: amount === undefined ? undefined : BigInt(amount),
      spentOn: spentOn && new Date(spentOn),
    },
    include: WITH_AUTHOR,
  });
  await recordAuditEvent(scope, {
    ...{ action: "car.cost_changed", subject: "car", id: before.carId },
    ...{ before: auditedCost(before), after: auditedCost(after) },
  });
  return costView(after);
}
