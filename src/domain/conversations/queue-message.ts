import type { TenantScope } from "../../db/index.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { AutomaticReason } from "./schemas.ts";

export interface QueuedMessage {
  conversationId: string;
  kind: "text";
  body: string;
  automatic: AutomaticReason | null;
  authorId: string | null;
}

/** Puts a message into the queue of its device. The caller holds the lead's row. */
export async function queueMessage(
  scope: TenantScope,
  { conversationId, ...message }: QueuedMessage,
): Promise<{ id: string }> {
  const { db, tenant, now } = scope;
  const { leadId, lead } = await db.conversation.findUniqueOrThrow({
    where: { tenantId_id: { tenantId: tenant.id, id: conversationId } },
    select: { leadId: true, lead: { select: { assigneeId: true } } },
  });
  const [row] = await db.message.createManyAndReturn({
    data: {
      ...{ ...message, tenantId: tenant.id, conversationId, leadId, direction: "outbound" },
      ...{ identity: `sent:${Bun.randomUUIDv7()}`, sentAt: now, receivedAt: now },
      ...{ status: "queued", statusAt: now },
    },
    select: { id: true },
  });
  if (!row) throw new Error("an insert returned no row");
  await publishLiveEvent(scope, {
    ...{ kind: "message.queued", lead: { id: leadId, assigneeId: lead.assigneeId } },
    payload: { leadId, conversationId, messageId: row.id },
  });
  return row;
}
