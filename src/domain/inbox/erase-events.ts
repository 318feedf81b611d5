import type { TenantScope } from "../../db/index.ts";

/** How the gateway may have written a number or an opaque id, as far as digits go. */
function writtenAs(person: string): string[] {
  const digits = person.replace(/@.*$/, "").replace(/\D/g, "");
  if (!digits) return [];
  return digits.startsWith("62") ? [digits, `0${digits.slice(2)}`] : [digits];
}

/**
 * Deletes what the gateway posted of a person and nobody has worked in, or could: whatever names
 * the person's number or opaque id. The inbox must be locked and the person not yet removed.
 */
export async function eraseEvents({ db, tenant }: TenantScope, leadId: string): Promise<void> {
  const known = await db.$queryRaw<{ person: string | null }[]>`
    SELECT person FROM conversations
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
    UNION SELECT unnest(ARRAY[phone, whatsapp_lid]) FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND (id = ${leadId}::uuid OR merged_into_id = ${leadId}::uuid)`;
  const names = known.flatMap(({ person }) => (person ? writtenAs(person) : []));
  await db.$executeRaw`
    DELETE FROM webhook_events WHERE tenant_id = ${tenant.id}::uuid AND EXISTS (
      SELECT FROM unnest(${names}::text[]) AS name
      WHERE strpos(regexp_replace(body, '[^0-9]', '', 'g'), name) > 0)`;
}
