import type { TenantScope } from "../../db/index.ts";
import { decodeMoment, encodeMoment } from "../leads/moment-cursor.ts";
import {
  type FailedEvent,
  type FailedEventMeta,
  type FailedEventQuery,
  SHOWN,
} from "./failed-event-schemas.ts";

type Row = Omit<FailedEvent, "device" | "receivedAt" | "failedAt"> & {
  deviceId: string;
  label: string | null;
  receivedAt: Date;
  failedAt: Date;
};

const view = ({ deviceId, label, receivedAt, failedAt, ...row }: Row): FailedEvent => ({
  ...row,
  device: { id: deviceId, label },
  receivedAt: receivedAt.toISOString(),
  failedAt: failedAt.toISOString(),
});

/** What the gateway posted and could not be worked in, newest first. */
export async function listFailedEvents(
  { db, tenant }: Pick<TenantScope, "db"> & { tenant: { id: string } },
  { limit, cursor }: FailedEventQuery,
): Promise<{ data: FailedEvent[]; meta: FailedEventMeta }> {
  const after = cursor ? decodeMoment("cursor", cursor) : null;
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.id, e.kind, e.device_id AS "deviceId", d.label, e.received_at AS "receivedAt",
      e.failed_at AS "failedAt", coalesce(e.reason, '') AS reason,
      e.content_type AS "contentType", left(e.body, ${SHOWN}::integer) AS body,
      length(e.body) AS "bodyLength"
    FROM webhook_events e LEFT JOIN whatsapp_devices d
      ON d.tenant_id = ${tenant.id}::uuid AND d.id = e.device_id
    WHERE e.tenant_id = ${tenant.id}::uuid AND e.failed_at IS NOT NULL
      AND (${after?.at ?? null}::timestamptz IS NULL OR (e.received_at, e.id) <
        (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    ORDER BY e.received_at DESC, e.id DESC LIMIT ${limit + 1}::integer`;
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    data: page.map(view),
    meta: { nextCursor: last ? encodeMoment({ at: last.receivedAt, id: last.id }) : null },
  };
}
