import type { TenantScope } from "../../db/index.ts";
import { endSubscriptions } from "./end-subscriptions.ts";

/**
 * Detaches the subscriptions of a car that is about to be removed: its price falls no more, while
 * who waits for one like it goes on waiting. The caller holds the car's row.
 */
export async function forgetCar(scope: TenantScope, carId: string): Promise<void> {
  const { db, tenant } = scope;
  await endSubscriptions(scope, { carId, kind: "price_drop" });
  await db.carSubscription.updateMany({
    where: { tenantId: tenant.id, carId },
    data: { carId: null },
  });
}
