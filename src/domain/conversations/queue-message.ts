import { Prisma, type TenantScope } from "../../db/index.ts";
import { lockDevice } from "../devices/lock-device.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { conflict, notFound } from "../errors.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { sendSoon } from "../sending/send-soon.ts";
import type { AutomaticReason, MessageStatus } from "./schemas.ts";

export interface QueuedMessage {
  conversationId: string;
  kind: "text" | "media" | "car_card";
  /** Of a car card: what it says now; it is written anew when it is sent. */
  body: string;
  mediaId?: string;
  carId?: string;
  quotedMessageId?: string;
  /** Not before this moment. */
  scheduledAt?: Date;
  automatic?: AutomaticReason;
  /** Who of the staff wrote it; null for the system and API keys. */
  authorId: string | null;
  /** The same for a repeat of the same message. */
  identity?: string;
}

const conversationOf = ({ db, tenant }: TenantScope, id: string) =>
  db.conversation.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    select: { leadId: true, deviceId: true, lead: { select: { assigneeId: true } } },
  });

/**
 * Writes a message down and has it sent: both when the scope's transaction commits, and neither
 * otherwise. While the device is held, or without a gateway's token, it waits as held. A caller who
 * holds the lead's row has taken it before; the device's is taken here.
 * @throws DomainError not found, or conflict MESSAGE_KNOWN for an identity that is there already.
 */
export async function queueMessage(
  scope: TenantScope,
  message: QueuedMessage,
): Promise<{ id: string; leadId: string; status: MessageStatus }> {
  const { db, tenant, now } = scope;
  const { conversationId, scheduledAt, identity = `sent:${Bun.randomUUIDv7()}` } = message;
  const found = await conversationOf(scope, conversationId);
  if (!found) throw notFound("conversation");
  const { leadId, deviceId, lead } = found;
  const device = await lockDevice(scope, deviceId);
  const isLater = scheduledAt !== undefined && scheduledAt > now;
  const mayGo = device?.canSend && !device.heldSince;
  const status = isLater ? "scheduled" : mayGo ? "queued" : "held";
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
      author_id, sent_at, received_at, status, status_at, scheduled_at, media_id, car_id,
      quoted_message_id, automatic)
    VALUES (${tenant.id}::uuid, ${conversationId}::uuid, ${leadId}::uuid, 'outbound',
      ${message.kind}, ${message.body}, ${identity}, ${message.authorId}::uuid,
      ${now}::timestamptz, ${now}::timestamptz, ${status}, ${now}::timestamptz,
      ${scheduledAt ?? null}::timestamptz, ${message.mediaId ?? null}::uuid,
      ${message.carId ?? null}::uuid, ${message.quotedMessageId ?? null}::uuid,
      ${message.automatic ?? null})
    ON CONFLICT (tenant_id, identity) DO NOTHING
    RETURNING id`);
  const id = rows[0]?.id;
  if (!id) throw conflict("MESSAGE_KNOWN", "This message is there already.");
  if (!isLater) await touch(scope, conversationId);
  await publishLiveEvent(scope, {
    kind: "message.queued",
    lead: { id: leadId, assigneeId: lead.assigneeId },
    payload: { leadId, conversationId, messageId: id, status },
  });
  if (isLater) {
    const at = { key: `scheduled:${id}`, runAt: scheduledAt };
    await enqueueJob(scope, "sendMessages", { deviceId }, at);
  } else if (mayGo) await sendSoon(scope, deviceId);
  return { id, leadId, status };
}

const touch = ({ db, tenant, now }: TenantScope, conversationId: string) =>
  db.$executeRaw`
    UPDATE conversations SET last_message_at = greatest(last_message_at, ${now}::timestamptz)
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${conversationId}::uuid`;
