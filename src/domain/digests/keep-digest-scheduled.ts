import { LRUCache } from "lru-cache";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { scheduleDigest } from "./schedule-digest.ts";

/** Until when this process knows a dealership's digest to have its job; forgetting does no harm. */
const scheduledUntil = new LRUCache<string, number>({ max: 20_000 });

/** As scheduleDigest, for whoever calls it at every contact: once a day it looks, then it knows. */
export async function keepDigestScheduled(enter: EnterTenant): Promise<void> {
  const seen = await enter(async (scope) => {
    const { tenant, now } = scope;
    if ((scheduledUntil.get(tenant.id) ?? 0) > now.getTime()) return null;
    return { id: tenant.id, until: await scheduleDigest(scope) };
  });
  if (seen?.until) scheduledUntil.set(seen.id, seen.until.getTime());
}
