import type { TenantScope } from "../../db/index.ts";
import type { CarStatus } from "./vocabulary.ts";

/** Gives a car, whose row the caller holds, another status. */
export async function moveCar(
  { db, tenant, now }: TenantScope,
  id: string,
  status: CarStatus,
): Promise<void> {
  await db.car.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      ...{ status, updatedAt: now, version: { increment: 1 } },
      soldAt: status === "sold" ? now : null,
    },
    select: { id: true },
  });
}
