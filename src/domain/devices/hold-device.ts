import { Prisma, type TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { checkLater } from "./check-later.ts";
import { type HeldReason, lockDevice } from "./lock-device.ts";
import { tellOfHold } from "./tell-of-hold.ts";

/**
 * Stops a device's sending: what is queued waits on it, the dealership is told, and the gateway is
 * asked from time to time whether it may go on. One that is held already stays as it is.
 */
export async function holdDevice(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  deviceId: string,
  reason: HeldReason,
): Promise<void> {
  const { db, tenant, now } = scope;
  const device = await lockDevice(scope, deviceId);
  if (!device || device.heldSince) return;
  await db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: tenant.id, id: deviceId } },
    data: {
      ...{ heldSince: now, heldReason: reason },
      ...(reason === "disconnected" &&
        device.connection !== "disconnected" && { connection: reason, connectionAt: now }),
    },
  });
  await db.$executeRaw(Prisma.sql`
    UPDATE messages SET status = 'held', status_at = ${now}::timestamptz
    FROM conversations
    WHERE messages.tenant_id = ${tenant.id}::uuid AND messages.status = 'queued'
      AND conversations.tenant_id = ${tenant.id}::uuid
      AND conversations.id = messages.conversation_id
      AND conversations.device_id = ${deviceId}::uuid`);
  await publishLiveEvent(scope, {
    kind: "device.changed",
    payload: { deviceId, heldReason: reason },
  });
  await tellOfHold(scope, secrets, { label: device.label, id: deviceId, reason });
  await enqueueJob(scope, "checkDevice", { deviceId }, checkLater(deviceId, now, now));
}
