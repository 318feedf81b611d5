import type { TenantScope } from "../../db/index.ts";

/** Milliseconds for which a reader may be away and still miss nothing. */
export const LIVE_EVENTS_KEPT = 24 * 3_600_000;

const BATCH = 1_000;

/**
 * Deletes the oldest live events that nobody can resume from any more: those of 25 hours ago, an
 * hour more than promised, as a long transaction writes some that are older than their place.
 * @returns whether there may be more.
 */
export async function sweepLiveEvents({ db, tenant }: TenantScope): Promise<boolean> {
  const swept = await db.$executeRaw`
    DELETE FROM live_events
    WHERE tenant_id = ${tenant.id}::uuid AND id IN (
      SELECT id FROM live_events
      WHERE tenant_id = ${tenant.id}::uuid AND id < (SELECT uuidv7('-25 hours'::interval))
      ORDER BY id LIMIT ${BATCH})`;
  return swept === BATCH;
}
