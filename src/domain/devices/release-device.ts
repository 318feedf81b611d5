import { Prisma, type TenantScope } from "../../db/index.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { sendSoon } from "../sending/send-soon.ts";
import { lockDevice } from "./lock-device.ts";

/**
 * Lets a held device send again: what waited is queued anew, in its order. One that is not held is
 * left alone. What the gateway then refuses holds it again.
 */
export async function releaseDevice(scope: TenantScope, deviceId: string): Promise<boolean> {
  const { db, tenant, now } = scope;
  const device = await lockDevice(scope, deviceId);
  if (!device?.heldSince) return false;
  await db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: tenant.id, id: deviceId } },
    data: { heldSince: null, heldReason: null, nextSendAt: now },
  });
  await db.$executeRaw(Prisma.sql`
    UPDATE messages SET status = 'queued', status_at = ${now}::timestamptz
    FROM conversations
    WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.status = 'held'
      AND conversations.tenant_id = ${tenant.id}::uuid
      AND conversations.id = messages.conversation_id
      AND conversations.device_id = ${deviceId}::uuid`);
  await publishLiveEvent(scope, {
    kind: "device.changed",
    payload: { deviceId, heldReason: null },
  });
  await sendSoon(scope, deviceId);
  return true;
}
