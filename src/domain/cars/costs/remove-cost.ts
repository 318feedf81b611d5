import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { auditedCost } from "./cost-view.ts";
import { lockCost } from "./lock-cost.ts";

/**
 * Removes a cost.
 * @param version the version the removal is based on.
 * @throws DomainError not found, version_required VERSION_REQUIRED, conflict VERSION_CONFLICT.
 */
export async function removeCost(
  scope: TenantScope,
  id: string,
  version: number | undefined,
): Promise<void> {
  const { db, tenant } = scope;
  const cost = await lockCost(scope, id, version);
  await db.carCost.delete({ where: { tenantId_id: { tenantId: tenant.id, id } } });
  await recordAuditEvent(scope, {
    ...{ action: "car.cost_removed", subject: "car", id: cost.carId, before: auditedCost(cost) },
  });
}
