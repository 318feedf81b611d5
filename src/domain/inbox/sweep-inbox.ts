import type { TenantScope } from "../../db/index.ts";
import { sweepEarlyStatuses } from "../delivery/early-statuses.ts";

/** Days that what failed is there to be seen, and what was sent to be looked up. */
const KEPT_FOR = 90;

/** Deletes what has waited in vain: states of unknown messages, failed events and old notices. */
export async function sweepInbox(scope: TenantScope): Promise<void> {
  const { db, tenant, now } = scope;
  const before = new Date(now.getTime() - KEPT_FOR * 86_400_000);
  await sweepEarlyStatuses(scope);
  await db.webhookEvent.deleteMany({ where: { tenantId: tenant.id, failedAt: { lt: before } } });
  await db.notification.deleteMany({ where: { tenantId: tenant.id, createdAt: { lt: before } } });
}
