import type { TenantScope } from "../../db/index.ts";

interface DeviceRow {
  id: string;
  tokenSealed: string;
  nextSendAt: Date | null;
  sendIntervalMs: number;
}

/**
 * Takes the next turn of a WhatsApp device that can send: the token of it, or until when its turn
 * is another's. Null when the dealership has none that is connected and not held.
 */
export async function claimDevice({
  db,
  tenant,
  now,
}: TenantScope): Promise<{ tokenSealed: string } | { waitUntil: Date } | null> {
  const rows = await db.$queryRaw<DeviceRow[]>`
    SELECT id, gateway_token_sealed AS "tokenSealed", next_send_at AS "nextSendAt",
      send_interval_ms AS "sendIntervalMs"
    FROM whatsapp_devices
    WHERE tenant_id = ${tenant.id}::uuid AND gateway_token_sealed IS NOT NULL
      AND disabled_at IS NULL AND held_since IS NULL AND connection <> 'disconnected'
    ORDER BY connection = 'connected' DESC, next_send_at NULLS FIRST, id
    LIMIT 1 FOR UPDATE`;
  const device = rows[0];
  if (!device) return null;
  const { id, tokenSealed, nextSendAt, sendIntervalMs } = device;
  if (nextSendAt && nextSendAt > now) return { waitUntil: nextSendAt };
  await db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { nextSendAt: new Date(now.getTime() + sendIntervalMs) },
  });
  return { tokenSealed };
}
