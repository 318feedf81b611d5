import { Prisma, type TenantScope } from "../../db/index.ts";
import { type LockedDevice, lockDevice } from "../devices/lock-device.ts";
import { findNextMessage, type NextMessage } from "./find-next-message.ts";
import { fitnessOf } from "./fitness.ts";
import { sendSoon } from "./send-soon.ts";

/**
 * Milliseconds after which a message is in doubt that began to be sent and was not marked: longer
 * than the gateway is waited for and the mark is tried. Until then its process may be at it.
 */
const DOUBT_AFTER = 20_000;
/** Messages are apart by the device's interval and up to this share more, by chance. */
const JITTER = 0.2;

/** What a message of a device's queue is sent with. */
export interface SendingTurn {
  message: NextMessage;
  tokenSealed: string;
}

export type Turn =
  /** Nothing to do, or not yet: a job waits for it. */
  | { kind: "none" }
  /** Its sending broke off. */
  | { kind: "doubtful"; message: NextMessage }
  | { kind: "hopeless"; message: NextMessage; status: "failed" | "cancelled"; reason: string }
  /** It is not known whether the number is on WhatsApp. */
  | ({ kind: "unchecked" } & SendingTurn)
  /** Marked as being sent: nobody else sends it. */
  | ({ kind: "send" } & SendingTurn);

/**
 * Takes the next message of a device's queue, one at a time: no other is taken while one is under
 * way, before the interval is over, or while the device is held. `checked` names a message whose
 * number needs no check any more.
 */
export async function takeTurn(
  scope: TenantScope,
  deviceId: string,
  checked: string | null,
): Promise<Turn> {
  const { now } = scope;
  const device = await lockDevice(scope, deviceId);
  if (!device) return { kind: "none" };
  const mayGo = device.canSend && !device.heldSince;
  await ripen(scope, deviceId, mayGo ? "queued" : "held");
  const message = await findNextMessage(scope, deviceId);
  if (!message) return { kind: "none" };

  if (message.status === "sending") {
    const doubtfulAt = new Date(message.statusAt.getTime() + DOUBT_AFTER);
    if (doubtfulAt <= now) return { kind: "doubtful", message };
    await sendSoon(scope, deviceId, doubtfulAt);
    return { kind: "none" };
  }
  if (!mayGo || !device.gatewayTokenSealed) return { kind: "none" };
  const unfit = fitnessOf(message, now);
  if (unfit) return { kind: "hopeless", message, ...unfit };
  if (device.nextSendAt && device.nextSendAt > now) {
    await sendSoon(scope, deviceId, device.nextSendAt);
    return { kind: "none" };
  }
  const tokenSealed = device.gatewayTokenSealed;
  if (message.needsCheck && message.id !== checked) {
    return { kind: "unchecked", message, tokenSealed };
  }
  await markSending(scope, deviceId, device, message);
  return { kind: "send", message: { ...message, attempt: message.attempt + 1 }, tokenSealed };
}

/** What was put off until now joins the queue, and what is queued waits where the device is held. */
async function ripen(
  { db, tenant, now }: TenantScope,
  deviceId: string,
  status: "queued" | "held",
): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE messages SET status = ${status}, status_at = ${now}::timestamptz
    FROM conversations
    WHERE messages.tenant_id = ${tenant.id}::uuid
      AND messages.status IN ('scheduled', 'queued') AND messages.status <> ${status}
      AND (messages.status = 'queued' OR messages.scheduled_at <= ${now}::timestamptz)
      AND conversations.tenant_id = ${tenant.id}::uuid
      AND conversations.id = messages.conversation_id
      AND conversations.device_id = ${deviceId}::uuid`);
}

async function markSending(
  { db, tenant, now }: TenantScope,
  deviceId: string,
  { sendIntervalMs }: LockedDevice,
  message: NextMessage,
): Promise<void> {
  const interval = Math.round(sendIntervalMs * (1 + Math.random() * JITTER));
  await db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: tenant.id, id: deviceId } },
    data: { nextSendAt: new Date(now.getTime() + interval) },
  });
  await db.message.update({
    where: { tenantId_id: { tenantId: tenant.id, id: message.id } },
    data: { status: "sending", statusAt: now, sendAttempts: { increment: 1 } },
  });
}
