import type { TenantScope } from "../../db/index.ts";
import { captureLead } from "../leads/capture-lead.ts";

export interface Subscriber {
  leadId: string;
  assigneeId: string | null;
  isOptedOut: boolean;
}

/** The lead who has the conversation of a number, as it is whose replies from there are. */
async function leadOfConversation({ db, tenant }: TenantScope, phone: string) {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT leads.id FROM whatsapp_devices d
    JOIN conversations c ON c.tenant_id = ${tenant.id}::uuid AND c.device_id = d.id
      AND c.person = ${phone}
    JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = c.lead_id
    WHERE d.tenant_id = ${tenant.id}::uuid AND leads.erased_at IS NULL
      AND leads.merged_into_id IS NULL
    ORDER BY c.last_message_at DESC, c.id LIMIT 1`;
  return rows[0]?.id ?? null;
}

/** Holds the lead's row until the transaction ends; null where the person is not to be found there. */
async function holdLead({ db, tenant }: TenantScope, id: string): Promise<Subscriber | null> {
  const rows = await db.$queryRaw<Subscriber[]>`
    SELECT id AS "leadId", assignee_id AS "assigneeId", opted_out_at IS NOT NULL AS "isOptedOut"
    FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
      AND erased_at IS NULL AND merged_into_id IS NULL
    FOR NO KEY UPDATE`;
  return rows[0] ?? null;
}

/**
 * The lead of a number that a visitor gave, or a new one. Nobody has yet shown to own the number: a
 * lead that is there stays as it is, and a new one waits for no answer.
 */
export async function findSubscriber(
  scope: TenantScope,
  { phone, name }: { phone: string; name: string | null },
): Promise<Subscriber> {
  const known = await leadOfConversation(scope, phone);
  const held = known && (await holdLead(scope, known));
  if (held) return held;
  const { id } = await captureLead(scope, { phone, name, source: "website", at: null });
  const lead = await holdLead(scope, id);
  if (!lead) throw new Error("a lead whose row is held is gone");
  return lead;
}
