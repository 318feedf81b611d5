import type { TenantScope } from "../../db/index.ts";
import { enqueueJob, type JobScope } from "../enqueue-job.ts";

/** Has a subscription removed at a moment, in place of any set before. */
export const sweepLater = (scope: JobScope, subscriptionId: string, runAt: Date): Promise<void> =>
  enqueueJob(
    scope,
    "sweepSubscription",
    { subscriptionId },
    { key: `sweep-subscription:${subscriptionId}`, runAt },
  );

/** Removes a subscription whose time is over; one that got more time is looked at again then. */
export async function sweepSubscription(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  await db.carSubscription.deleteMany({
    where: { tenantId: tenant.id, id, expiresAt: { lte: now } },
  });
  const left = await db.carSubscription.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    select: { expiresAt: true },
  });
  if (left) await sweepLater(scope, id, left.expiresAt);
}
