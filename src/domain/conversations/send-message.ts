import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { assertCanSend } from "../devices/gateway-token.ts";
import { invalid } from "../errors.ts";
import { noteHumanReply } from "../leads/note-human-reply.ts";
import { assertMediaAttachable, assertQuotable } from "./assert-attachable.ts";
import { carCard } from "./car-card.ts";
import { findRepeat, identityOfKey } from "./find-repeat.ts";
import { getMessage } from "./get-message.ts";
import { lockConversation } from "./lock-conversation.ts";
import { type QueuedMessage, queueMessage } from "./queue-message.ts";
import type { Message, NewMessage } from "./schemas.ts";

/** Milliseconds; a message for later is not put off further. */
const LATEST = 60 * 86_400_000;
/** Milliseconds; a repeat of a request may name a moment that has come meanwhile. */
const EARLIEST = 86_400_000;

function momentOf({ now }: TenantScope, scheduledAt: string): Date {
  const moment = new Date(scheduledAt);
  const ahead = moment.getTime() - now.getTime();
  if (ahead >= -EARLIEST && ahead <= LATEST) return moment;
  throw invalid("scheduledAt", "must lie within the next 60 days");
}

async function written(
  scope: TenantScope,
  conversationId: string,
  { body, mediaId, carId, quotedMessageId, scheduledAt }: NewMessage,
): Promise<QueuedMessage> {
  const kind = carId ? "car_card" : mediaId ? "media" : "text";
  return {
    ...{ conversationId, kind, mediaId, carId, quotedMessageId },
    body: carId ? (await carCard(scope, carId)).text : (body ?? ""),
    scheduledAt: scheduledAt ? momentOf(scope, scheduledAt) : undefined,
    authorId: scope.actor.kind === "staff" ? scope.actor.id : null,
  };
}

/**
 * Sends a message to a person on somebody's behalf: it is queued, and counts as the answer that the
 * person waited for unless it is for later. The same key within a day gives the same message.
 * @throws DomainError not found for a conversation that the actor may not see, invalid, conflict
 * DEVICE_CANNOT_SEND, CAR_NOT_PUBLISHED or IDEMPOTENCY_KEY_REUSED.
 */
export async function sendMessage(
  scope: TenantScope,
  conversationId: string,
  given: NewMessage,
  key?: string,
): Promise<Message> {
  const conversation = await lockConversation(scope, conversationId);
  const message = await written(scope, conversationId, given);
  const identity = key === undefined ? undefined : identityOfKey(scope, key);
  const repeated = identity && (await findRepeat(scope, { ...message, identity }));
  if (repeated) return getMessage(scope, repeated);

  assertCanSend(conversation);
  if (given.mediaId) await assertMediaAttachable(scope, given.mediaId);
  if (given.quotedMessageId) await assertQuotable(scope, conversationId, given.quotedMessageId);
  const { now } = scope;
  const isLater = message.scheduledAt !== undefined && message.scheduledAt > now;
  if (!isLater) await noteHumanReply(scope, conversation.leadId, now);
  const { id, leadId } = await queueMessage(scope, { ...message, identity });
  await recordAuditEvent(scope, {
    ...{ action: "message.queued", subject: "message", id },
    after: { conversationId, leadId, kind: message.kind, scheduledAt: message.scheduledAt },
  });
  return getMessage(scope, id);
}
