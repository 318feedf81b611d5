import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { AuditAction } from "../audit/vocabulary.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { getMessage } from "./get-message.ts";
import type { LockedMessage } from "./lock-message.ts";
import type { Message, MessageStatus } from "./schemas.ts";

/** Gives a locked message the status that somebody decided on, and writes down who did. */
export async function settleMessage(
  scope: TenantScope,
  message: LockedMessage,
  action: AuditAction,
  status: MessageStatus,
  more?: { sendAttempts: number; gatewayId: null; stateId: null },
): Promise<Message> {
  const { db, tenant, now } = scope;
  const { id, leadId, assigneeId, conversationId } = message;
  await db.message.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { status, statusAt: now, failureReason: null, ...more },
  });
  await publishLiveEvent(scope, {
    kind: "message.status",
    lead: { id: leadId, assigneeId },
    payload: { leadId, conversationId, messageId: id, status },
  });
  await recordAuditEvent(scope, {
    ...{ action, subject: "message", id },
    ...{ before: { status: message.status }, after: { status } },
  });
  return getMessage(scope, id);
}
