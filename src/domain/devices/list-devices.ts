import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Device } from "./schemas.ts";

type DeviceRow = Omit<Device, "connectionAt" | "heldSince" | "quotaCheckedAt"> & {
  connectionAt: Date | null;
  heldSince: Date | null;
  quotaCheckedAt: Date | null;
};

/** The dealership's WhatsApp numbers in their order, or the one of an id; never their tokens. */
export async function listDevices({ db, tenant }: TenantScope, id?: string): Promise<Device[]> {
  const one = id ? Prisma.sql`AND d.id = ${id}::uuid` : Prisma.empty;
  const rows = await db.$queryRaw<DeviceRow[]>(Prisma.sql`
    SELECT d.id, d.label, d.gateway_token_sealed IS NOT NULL AND d.disabled_at IS NULL AS "canSend",
      d.connection, d.connection_at AS "connectionAt", d.connection_reason AS "connectionReason",
      d.held_since AS "heldSince", d.held_reason AS "heldReason",
      d.send_interval_ms AS "sendIntervalMs", d.quota, d.quota_checked_at AS "quotaCheckedAt",
      coalesce(unsent.waiting, 0) AS waiting, coalesce(unsent.doubtful, 0) AS doubtful
    FROM whatsapp_devices d
    LEFT JOIN (
      SELECT c.device_id, count(*) FILTER (WHERE m.status IN ('queued', 'held'))::int AS waiting,
        count(*) FILTER (WHERE m.status = 'doubtful')::int AS doubtful
      FROM messages m
      JOIN conversations c ON c.tenant_id = ${tenant.id}::uuid AND c.id = m.conversation_id
      WHERE m.tenant_id = ${tenant.id}::uuid AND m.status IN ('queued', 'held', 'doubtful')
      GROUP BY c.device_id
    ) unsent ON unsent.device_id = d.id
    WHERE d.tenant_id = ${tenant.id}::uuid ${one}
    ORDER BY d.created_at, d.id`);
  return rows.map((row) => ({
    ...row,
    connectionAt: row.connectionAt?.toISOString() ?? null,
    heldSince: row.heldSince?.toISOString() ?? null,
    quotaCheckedAt: row.quotaCheckedAt?.toISOString() ?? null,
  }));
}
