import type pg from "pg";

/** An event as it is stored. */
export interface StoredEvent {
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  action: string;
  subject_type: string;
  subject_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  ip: string | null;
  device: string | null;
  request_id: string | null;
}

/** The events of a dealership, or those of one request, in the order in which they were made. */
export async function eventsOf(
  owner: pg.Client,
  tenantId: string,
  requestId?: string,
): Promise<StoredEvent[]> {
  const { rows } = await owner.query<StoredEvent>(
    `SELECT actor_kind, actor_id, actor_name, action, subject_type, subject_id, before, after,
       ip, device, request_id
     FROM audit_events WHERE tenant_id = $1 AND ($2::text IS NULL OR request_id = $2)
     ORDER BY at, id`,
    [tenantId, requestId ?? null],
  );
  return rows;
}
