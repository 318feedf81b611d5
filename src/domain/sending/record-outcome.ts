import { Prisma, type TenantScope } from "../../db/index.ts";
import { applyEarlyStatus } from "../conversations/apply-early-status.ts";
import type { MessageStatus } from "../conversations/schemas.ts";
import { holdDevice } from "../devices/hold-device.ts";
import { type LockedDevice, lockDevice } from "../devices/lock-device.ts";
import { enqueueJob } from "../enqueue-job.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { noteHumanReply } from "../leads/note-human-reply.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { nextRound, pauseAfter } from "./attempts.ts";
import type { NextMessage } from "./find-next-message.ts";
import { type Mark, markOf, type Outcome } from "./outcome-mark.ts";
import { sendSoon } from "./send-soon.ts";

/** Milliseconds between two looks at a device's quota. */
const QUOTA_INTERVAL = 10 * 60_000;

/**
 * Marks what became of one attempt to send a message, and has the device's queue gone on with. An
 * outcome that is known after all counts also when the message is held to be in doubt by then, and
 * an acceptance when it waits to be sent again; one of an attempt before the latest does not.
 */
export async function recordOutcome(
  scope: TenantScope,
  secrets: Secrets,
  deviceId: string,
  message: NextMessage,
  outcome: Outcome,
): Promise<void> {
  const { db, tenant, now } = scope;
  const isSent = outcome.kind === "accepted";
  if (isSent && message.wasPutOff) await noteHumanReply(scope, message.leadId, now);
  const [lead] = await db.$queryRaw<{ assigneeId: string | null }[]>(Prisma.sql`
    SELECT assignee_id AS "assigneeId" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${message.leadId}::uuid FOR KEY SHARE`);
  const device = await lockDevice(scope, deviceId);
  if (!lead || !device) return;
  const mark = markOf(outcome, message.attempt);
  if (await setStatus(scope, message, mark, outcome)) {
    if (isSent) await afterSending(scope, deviceId, device, message, outcome.id);
    const { id: messageId, leadId, conversationId } = message;
    await publishLiveEvent(scope, {
      kind: "message.status",
      lead: { id: leadId, assigneeId: lead.assigneeId },
      payload: { leadId, conversationId, messageId, status: mark.status },
    });
  }
  if (outcome.kind === "refused" && mark.status === "held") {
    await holdDevice(scope, secrets, deviceId, outcome.reason as "disconnected");
  } else await goOn(scope, deviceId, message, outcome);
}

/** From which states each outcome still counts. */
const OPEN: Record<Outcome["kind"], MessageStatus[]> = {
  accepted: ["sending", "doubtful", "queued", "held"],
  refused: ["sending", "doubtful", "queued"],
  unreachable: ["sending", "doubtful", "queued"],
  unknown: ["sending"],
  given_up: ["sending", "queued"],
};

async function setStatus(
  { db, tenant, now }: TenantScope,
  { id, attempt }: NextMessage,
  { status, reason }: Mark,
  outcome: Outcome,
): Promise<boolean> {
  const isSent = outcome.kind === "accepted";
  const { count } = await db.message.updateMany({
    where: {
      ...{ tenantId: tenant.id, id, status: { in: OPEN[outcome.kind] } },
      sendAttempts: { in: isSent ? [attempt, nextRound(attempt)] : [attempt] },
    },
    data: {
      ...{ status, statusAt: now, failureReason: reason },
      ...(isSent && { sentAt: now, gatewayId: outcome.id }),
    },
  });
  return count > 0;
}

async function afterSending(
  scope: TenantScope,
  deviceId: string,
  device: LockedDevice,
  message: NextMessage,
  gatewayId: string,
): Promise<void> {
  const { db, tenant, now } = scope;
  await db.conversation.updateMany({
    where: { tenantId: tenant.id, id: message.conversationId, lastMessageAt: { lt: now } },
    data: { lastMessageAt: now },
  });
  await applyEarlyStatus(scope, message.id, deviceId, gatewayId);
  const askedAt = device.quotaCheckedAt?.getTime() ?? 0;
  if (now.getTime() - askedAt < QUOTA_INTERVAL) return;
  await enqueueJob(scope, "checkDevice", { deviceId }, { key: `check:${deviceId}` });
}

/** The next message, or this one again, after the pause that the outcome asks for. */
async function goOn(
  scope: TenantScope,
  deviceId: string,
  message: NextMessage,
  outcome: Outcome,
): Promise<void> {
  const { db, tenant, now } = scope;
  if (outcome.kind !== "unreachable") return sendSoon(scope, deviceId);
  const pause = pauseAfter(message.attempt, outcome.retryAfterSeconds);
  const nextSendAt = new Date(now.getTime() + pause);
  await db.whatsappDevice.update({
    where: { tenantId_id: { tenantId: tenant.id, id: deviceId } },
    data: { nextSendAt },
  });
  await sendSoon(scope, deviceId, nextSendAt);
}
