import { Prisma, type TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { visibleLeads } from "../leads/visible-leads.ts";

export interface LockedConversation {
  id: string;
  leadId: string;
  deviceId: string;
  /** Whether its number is in use and has a gateway's token. */
  canSend: boolean;
}

/**
 * Finds a conversation for somebody who writes in it and holds the lead's row until the
 * transaction ends.
 * @throws DomainError not found for a conversation that the actor may not see.
 */
export async function lockConversation(
  scope: TenantScope,
  id: string,
): Promise<LockedConversation> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<LockedConversation[]>(Prisma.sql`
    SELECT c.id, c.lead_id AS "leadId", c.device_id AS "deviceId",
      d.gateway_token_sealed IS NOT NULL AND d.disabled_at IS NULL AS "canSend"
    FROM conversations c
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = c.lead_id
    JOIN whatsapp_devices d ON d.tenant_id = ${tenant.id}::uuid AND d.id = c.device_id
    WHERE c.tenant_id = ${tenant.id}::uuid AND c.id = ${id}::uuid AND ${visibleLeads(scope)}
    FOR NO KEY UPDATE OF leads`);
  const conversation = rows[0];
  if (!conversation) throw notFound("conversation");
  return conversation;
}
