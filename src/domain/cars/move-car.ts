import type { TenantScope } from "../../db/index.ts";
import { tellBoard } from "../preparation/tell-board.ts";
import type { CarStatus } from "./vocabulary.ts";

/** Gives a car, whose row the caller holds, another status. */
export async function moveCar(scope: TenantScope, id: string, status: CarStatus): Promise<void> {
  const { db, tenant, now } = scope;
  await db.car.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      ...{ status, updatedAt: now, version: { increment: 1 } },
      soldAt: status === "sold" ? now : null,
    },
    select: { id: true },
  });
  await tellBoard(scope, id);
}
