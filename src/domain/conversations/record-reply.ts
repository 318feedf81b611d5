import { Prisma, type TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { notFound } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import type { Reply } from "./schemas.ts";

/**
 * Keeps a message that the dealership sent to a person. The first after the person wrote ends the
 * time to first reply.
 * @throws DomainError not found for a conversation that the actor may not see.
 */
export async function recordReply(
  scope: TenantScope,
  conversationId: string,
  body: string,
): Promise<Reply> {
  const { db, tenant, actor, now } = scope;
  const authorId = actor.kind === "staff" ? actor.id : null;
  const identity = `reply:${Bun.randomUUIDv7()}`;
  // The lead's row is locked before the conversation's, as everywhere.
  const rows = await db.$queryRaw<Reply[]>(Prisma.sql`
    WITH lead AS (
      UPDATE leads SET
        first_reply_at = coalesce(leads.first_reply_at, CASE
          WHEN leads.first_inbound_at <= ${now}::timestamptz THEN ${now}::timestamptz END),
        last_activity_at = greatest(leads.last_activity_at, ${now}::timestamptz),
        updated_at = ${now}::timestamptz
      FROM conversations
      WHERE conversations.tenant_id = ${tenant.id}::uuid
        AND conversations.id = ${conversationId}::uuid
        AND leads.tenant_id = conversations.tenant_id AND leads.id = conversations.lead_id
        AND ${visibleLeads(scope)}
      RETURNING leads.id
    ),
    conversation AS (
      UPDATE conversations SET
        last_message_at = greatest(conversations.last_message_at, ${now}::timestamptz)
      FROM lead
      WHERE conversations.tenant_id = ${tenant.id}::uuid
        AND conversations.id = ${conversationId}::uuid
      RETURNING conversations.id, conversations.lead_id
    )
    INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
                          author_id, sent_at, received_at, status, status_at)
    SELECT ${tenant.id}::uuid, id, lead_id, 'outbound', 'text', ${body}, ${identity},
           ${authorId}::uuid, ${now}::timestamptz, ${now}::timestamptz,
           'recorded', ${now}::timestamptz
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
