import type { Prisma, TenantScope } from "../../db/index.ts";
import { ENDED_FOR } from "./limits.ts";
import { sweepLater } from "./sweep-subscription.ts";

/**
 * Ends those of the open subscriptions that a condition names; staff see them for 30 days more. The
 * caller holds the leads' rows, or the car's.
 */
export async function endSubscriptions(
  scope: TenantScope,
  which: Omit<Prisma.CarSubscriptionWhereInput, "tenantId" | "status">,
) {
  const { db, tenant, now } = scope;
  const expiresAt = new Date(now.getTime() + ENDED_FOR);
  const ended = await db.carSubscription.updateManyAndReturn({
    where: { ...which, tenantId: tenant.id, status: { not: "ended" } },
    data: { status: "ended", endedAt: now, expiresAt },
    select: { id: true, kind: true, carId: true, carTitle: true },
  });
  for (const { id } of ended) await sweepLater(scope, id, expiresAt);
  return ended;
}
