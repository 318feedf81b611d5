import { Prisma, type TenantScope } from "../../db/index.ts";

export interface LockedDevice {
  label: string;
  gatewayTokenSealed: string | null;
  /** Whether it has a gateway's token and is in use. */
  canSend: boolean;
  connection: "unknown" | "connected" | "disconnected";
  heldSince: Date | null;
  heldReason: HeldReason | null;
  nextSendAt: Date | null;
  sendIntervalMs: number;
  quotaCheckedAt: Date | null;
}
export type HeldReason = "disconnected" | "quota" | "token";

/**
 * Reads a device and holds its row until the transaction ends: what is queued on it, and what is
 * taken from its queue, comes one after another. Rows are locked in the order of lead, device,
 * message, job. Null when there is none.
 */
export async function lockDevice(
  { db, tenant }: TenantScope,
  id: string,
): Promise<LockedDevice | null> {
  const rows = await db.$queryRaw<LockedDevice[]>(Prisma.sql`
    SELECT label, gateway_token_sealed AS "gatewayTokenSealed",
      gateway_token_sealed IS NOT NULL AND disabled_at IS NULL AS "canSend", connection,
      held_since AS "heldSince", held_reason AS "heldReason", next_send_at AS "nextSendAt",
      send_interval_ms AS "sendIntervalMs", quota_checked_at AS "quotaCheckedAt"
    FROM whatsapp_devices
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
    FOR NO KEY UPDATE`);
  return rows[0] ?? null;
}
