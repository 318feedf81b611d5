import type { TenantScope } from "../../../db/index.ts";
import { getCarRow } from "../car-row.ts";
import { costView, WITH_AUTHOR } from "./cost-view.ts";
import type { CarCost } from "./schemas.ts";

/** What a car cost besides its own cost, by day. @throws DomainError not found. */
export async function listCosts(scope: TenantScope, carId: string): Promise<CarCost[]> {
  const { db, tenant } = scope;
  await getCarRow(scope, carId);
  const rows = await db.carCost.findMany({
    where: { tenantId: tenant.id, carId },
    orderBy: [{ spentOn: "asc" }, { id: "asc" }],
    include: WITH_AUTHOR,
  });
  return rows.map(costView);
}
