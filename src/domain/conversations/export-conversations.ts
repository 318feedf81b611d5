import type { TenantScope } from "../../db/index.ts";
import type { ExportedMessage, LeadExport } from "../leads/export-schemas.ts";

/** Bytes of an exported message besides its text. */
const OVERHEAD = 400;

interface MessageRow extends Omit<ExportedMessage, "sentAt"> {
  conversationId: string;
  sentAt: Date;
  total: number;
}

/** The latest messages of a lead that take up to `bytes`, oldest first, with the count of all. */
const latestMessages = ({ db, tenant }: TenantScope, leadId: string, bytes: number) =>
  db.$queryRaw<MessageRow[]>`
    SELECT m.conversation_id AS "conversationId", m.direction, m.kind, m.body,
      m.media_url AS "mediaUrl", m.media_filename AS "mediaFilename", m.latitude, m.longitude,
      staff.name AS author, m.sent_at AS "sentAt", m.total
    FROM (
      SELECT messages.*, count(*) OVER ()::int AS total,
        sum(octet_length(body) + coalesce(octet_length(media_url), 0) + ${OVERHEAD}::int)
          OVER (ORDER BY sent_at DESC, id DESC) AS reached
      FROM messages WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
    ) m
    LEFT JOIN staff ON staff.tenant_id = m.tenant_id AND staff.id = m.author_id
    WHERE m.reached <= ${bytes}::int
    ORDER BY m.sent_at, m.id`;

/** Every conversation with a person, for the person; the caller has made sure who may ask. */
export async function exportConversations(
  scope: TenantScope,
  leadId: string,
  bytes: number,
): Promise<{ conversations: LeadExport["conversations"]; omitted: number }> {
  const { db, tenant } = scope;
  const found = await db.conversation.findMany({
    where: { tenantId: tenant.id, leadId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true, device: { select: { label: true } }, lastMessageAt: true, createdAt: true },
  });
  const rows = await latestMessages(scope, leadId, bytes);
  const messagesOf = Map.groupBy(rows, (row) => row.conversationId);
  return {
    conversations: found.map(({ id, device, createdAt, lastMessageAt }) => ({
      device: device.label,
      startedAt: createdAt.toISOString(),
      lastMessageAt: lastMessageAt.toISOString(),
      messages: (messagesOf.get(id) ?? []).map(({ conversationId, total, sentAt, ...message }) => ({
        ...message,
        sentAt: sentAt.toISOString(),
      })),
    })),
    omitted: (rows[0]?.total ?? 0) - rows.length,
  };
}
