import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import { noteHumanReply } from "../leads/note-human-reply.ts";
import { lockConversation } from "./lock-conversation.ts";
import type { Reply } from "./schemas.ts";

/**
 * Keeps a message that the dealership sent to a person. It ends the person's wait, and the
 * first one the time to first reply.
 * @throws DomainError not found for a conversation that the actor may not see.
 */
export async function recordReply(
  scope: TenantScope,
  conversationId: string,
  body: string,
): Promise<Reply> {
  const { db, tenant, actor, now } = scope;
  const authorId = actor.kind === "staff" ? actor.id : null;
  const { leadId } = await lockConversation(scope, conversationId);
  await noteHumanReply(scope, leadId, now);
  const rows = await db.$queryRaw<Reply[]>(Prisma.sql`
    WITH conversation AS (
      UPDATE conversations SET
        last_message_at = greatest(conversations.last_message_at, ${now}::timestamptz)
      WHERE conversations.tenant_id = ${tenant.id}::uuid
        AND conversations.id = ${conversationId}::uuid
      RETURNING conversations.id, conversations.lead_id
    )
    INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
                          author_id, sent_at, received_at, status, status_at)
    SELECT ${tenant.id}::uuid, id, lead_id, 'outbound', 'text', ${body},
           ${`reply:${Bun.randomUUIDv7()}`}, ${authorId}::uuid, ${now}::timestamptz,
           ${now}::timestamptz, 'recorded', ${now}::timestamptz
    FROM conversation
    RETURNING id, lead_id AS "leadId"`);
  const stored = rows[0];
  if (!stored) throw notFound("conversation");
  await recordAuditEvent(scope, {
    ...{ action: "conversation.replied", subject: "conversation", id: conversationId },
    after: { messageId: stored.id, leadId: stored.leadId },
  });
  return stored;
}
