import type { TenantScope } from "../../db/index.ts";
import { parseTimestamp } from "../conversations/fonnte-fields.ts";
import { enqueueJob } from "../enqueue-job.ts";
import type { PostedFields } from "../inbox/posted-body.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";

/** Of a text or a number; anything deeper is nothing. */
const plain = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

export interface ConnectionReport {
  deviceId: string;
  connected: boolean;
  reason: string | null;
  /** By the gateway's clock. */
  at: Date;
}

/** Characters. */
const LONGEST_REASON = 200;

/** Reads a device's status; null when it tells of none. */
export function readConnection(
  fields: PostedFields,
  deviceId: string,
  receivedAt: Date,
): ConnectionReport | null {
  const word = plain(fields["status"]).toLowerCase();
  if (!/^(dis)?connect(ed)?$/.test(word)) return null;
  const { reason, timestamp } = fields;
  const text = typeof reason === "string" ? reason.replaceAll("\u0000", "") : "";
  return {
    ...{ deviceId, connected: !word.startsWith("dis") },
    reason: text.slice(0, LONGEST_REASON).toWellFormed() || null,
    at: parseTimestamp(plain(timestamp), receivedAt),
  };
}

/**
 * Notes whether devices are connected, in the order of the gateway's clock: what is older than what
 * is known is left. A job holds or goes on with what is to be sent.
 */
export async function noteConnections(
  scope: TenantScope,
  reports: ConnectionReport[],
): Promise<void> {
  const { db, tenant } = scope;
  for (const { deviceId, connected, reason, at } of reports) {
    const connection = connected ? "connected" : "disconnected";
    const { count } = await db.whatsappDevice.updateMany({
      where: {
        ...{ tenantId: tenant.id, id: deviceId },
        OR: [{ connectionAt: null }, { connectionAt: { lt: at } }],
      },
      data: { connection, connectionAt: at, connectionReason: reason },
    });
    if (count === 0) continue;
    await publishLiveEvent(scope, { kind: "device.changed", payload: { deviceId, connection } });
    await enqueueJob(scope, "deviceConnectionChanged", { deviceId, connected });
  }
}
