import type { TenantScope } from "../../db/index.ts";
import { endHold } from "./end-hold.ts";
import { lockHold } from "./lock-hold.ts";

/** Frees every car that is held for a lead, whose row the caller holds, and forgets the notes. */
export async function releaseHoldsOf(scope: TenantScope, leadId: string): Promise<void> {
  const { db, tenant } = scope;
  const open = await db.carHold.findMany({
    where: { tenantId: tenant.id, leadId, endedAt: null },
    select: { carId: true },
    orderBy: { carId: "asc" },
  });
  for (const { carId } of open) {
    const held = await lockHold(scope, carId);
    if (held) await endHold(scope, held, "released");
  }
  await db.carHold.updateMany({ where: { tenantId: tenant.id, leadId }, data: { note: null } });
}
