import type { TenantScope } from "../../db/index.ts";
import { inboxLockKey } from "./lock-inbox.ts";
import type { EventKind } from "./posted-body.ts";

/** Events of one transaction. */
export const EVENTS_AT_ONCE = 200;

export interface WaitingEvent {
  id: string;
  deviceId: string;
  kind: EventKind;
  body: string;
  receivedAt: Date;
}

/**
 * Takes the oldest events that wait for nobody else, for this transaction alone: while it lasts no
 * other works in events of the tenant.
 * @param ids of the events to choose from; all unless told.
 * @returns null when somebody else works in the tenant's events.
 */
export async function takeEvents(
  { db, tenant, now }: TenantScope,
  ids: string[] | null = null,
): Promise<WaitingEvent[] | null> {
  const rows = await db.$queryRaw<({ got: boolean } & Partial<WaitingEvent>)[]>`
    WITH lock AS MATERIALIZED (
      SELECT pg_try_advisory_xact_lock(hashtextextended(${inboxLockKey(tenant.id)}, 0)) AS got
    ),
    taken AS (
      SELECT id, device_id, kind, body, received_at FROM webhook_events
      WHERE tenant_id = ${tenant.id}::uuid AND failed_at IS NULL
        AND (retry_at IS NULL OR retry_at <= ${now}::timestamptz)
        AND (${ids}::uuid[] IS NULL OR id = ANY (${ids}::uuid[]))
        AND (SELECT got FROM lock)
      ORDER BY id LIMIT ${EVENTS_AT_ONCE + 1}::integer
      FOR UPDATE SKIP LOCKED
    )
    SELECT lock.got, taken.id, taken.device_id AS "deviceId", taken.kind, taken.body,
      taken.received_at AS "receivedAt"
    FROM lock LEFT JOIN taken ON true ORDER BY taken.id`;
  if (!rows[0]?.got) return null;
  return rows.filter((row): row is { got: boolean } & WaitingEvent => row.id != null);
}
