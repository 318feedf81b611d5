import { Prisma, type TenantScope } from "../../db/index.ts";
import { conflict } from "../errors.ts";
import { capturedLead } from "../leads/capture-lead.ts";
import type { IncomingMessage } from "./incoming-message.ts";

export const MESSAGE_REPEATED = "MESSAGE_REPEATED";

/**
 * Stores a message of a person, who becomes a lead or is found again, in one statement: hundreds
 * of one person's messages at once wait for one another at the lead's row, so each must be quick.
 * @throws DomainError conflict MESSAGE_REPEATED for a copy of a stored message, so that the
 * transaction leaves everything as it was.
 */
export async function receiveMessage(
  scope: TenantScope,
  deviceId: string,
  message: IncomingMessage,
): Promise<{ leadId: string; conversationId: string }> {
  const { db, tenant, now } = scope;
  const { location, sentAt, from } = message;
  const person = "phone" in from ? from.phone : from.whatsappLid;
  const lead = capturedLead(scope, {
    person: message.from,
    name: message.name,
    source: "whatsapp",
    at: sentAt,
  });
  const rows = await db.$queryRaw<{ leadId: string; conversationId: string }[]>(Prisma.sql`
    WITH lead AS (${lead}),
    conversation AS (
      INSERT INTO conversations (tenant_id, lead_id, device_id, person, last_message_at, created_at)
      SELECT ${tenant.id}::uuid, id, ${deviceId}::uuid, ${person}, ${sentAt}::timestamptz,
             ${now}::timestamptz
      FROM lead
      ON CONFLICT (tenant_id, device_id, person) DO UPDATE SET
        lead_id = EXCLUDED.lead_id,
        last_message_at = greatest(conversations.last_message_at, EXCLUDED.last_message_at)
      RETURNING id, lead_id
    )
    INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
                          media_url, media_filename, latitude, longitude, sent_at, received_at)
    SELECT ${tenant.id}::uuid, id, lead_id, 'inbound', ${message.kind}, ${message.body},
           ${message.identity}, ${message.mediaUrl}, ${message.mediaFilename},
           ${location?.latitude ?? null}::float8, ${location?.longitude ?? null}::float8,
           ${sentAt}::timestamptz, ${now}::timestamptz
    FROM conversation
    WHERE NOT EXISTS (SELECT FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND identity = ${message.formerIdentity}::text)
    ON CONFLICT (tenant_id, identity) DO NOTHING
    RETURNING lead_id AS "leadId", conversation_id AS "conversationId"`);
  const stored = rows[0];
  if (!stored) throw conflict(MESSAGE_REPEATED, "This message is stored already.");
  return stored;
}
