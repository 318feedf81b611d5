import type { TenantScope } from "../../db/index.ts";
import type { IncomingMessage } from "./incoming-message.ts";

/** How WhatsApp calls who wrote: a phone number in E.164, or an opaque id. */
export const personOf = ({ from }: IncomingMessage): string =>
  "phone" in from ? from.phone : from.whatsappLid;

/**
 * Which of the messages are stored neither now nor as what they repeat, each by its place in the
 * list, with the lead whose it is: that of the conversation, or of the person; null for somebody
 * new. A lead that was merged stands for the one it was merged into.
 */
export async function findSenders(
  { db, tenant }: TenantScope,
  messages: IncomingMessage[],
): Promise<{ at: number; leadId: string | null }[]> {
  const given = messages.map((message, at) => ({
    ...{ at, device: message.deviceId, person: personOf(message) },
    ...{ identity: message.identity, former: message.formerIdentity },
  }));
  return db.$queryRaw<{ at: number; leadId: string | null }[]>`
    WITH RECURSIVE fresh AS MATERIALIZED (
      SELECT g.* FROM json_to_recordset(${JSON.stringify(given)}::json)
        AS g(at integer, device uuid, person text, identity text, former text)
      WHERE NOT EXISTS (SELECT FROM messages
        WHERE tenant_id = ${tenant.id}::uuid AND messages.identity IN (g.identity, g.former))
    ),
    called AS (
      SELECT fresh.at, coalesce(
        (SELECT conversations.lead_id FROM conversations
          JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = conversations.lead_id
          WHERE conversations.tenant_id = ${tenant.id}::uuid AND leads.erased_at IS NULL
            AND conversations.device_id = fresh.device AND conversations.person = fresh.person),
        (SELECT id FROM leads WHERE tenant_id = ${tenant.id}::uuid AND phone = fresh.person),
        (SELECT id FROM leads WHERE tenant_id = ${tenant.id}::uuid AND whatsapp_lid = fresh.person)
      ) AS lead_id FROM fresh
    ),
    meant AS (
      SELECT at, lead_id FROM called WHERE lead_id IS NOT NULL
      UNION
      SELECT meant.at, leads.merged_into_id FROM meant
      JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = meant.lead_id
      WHERE leads.merged_into_id IS NOT NULL
    ),
    kept AS (
      SELECT meant.at, meant.lead_id FROM meant
      JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = meant.lead_id
      WHERE leads.merged_into_id IS NULL
    )
    SELECT fresh.at, kept.lead_id AS "leadId" FROM fresh LEFT JOIN kept ON kept.at = fresh.at
    ORDER BY fresh.at`;
}
