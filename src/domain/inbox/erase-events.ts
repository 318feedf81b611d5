import type { TenantScope } from "../../db/index.ts";

/** How the gateway may have written a phone number, as far as digits go. */
function digitsOf(phone: string): string[] {
  const digits = phone.replace(/\D/g, "");
  return digits.startsWith("62") ? [digits, `0${digits.slice(2)}`] : [digits];
}

const isPhone = (person: string) => /^\+\d{7,15}$/.test(person);

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
  const people = known.flatMap(({ person }) => person ?? []);
  const numbers = people.filter(isPhone).flatMap(digitsOf);
  const ids = people.filter((person) => /@lid$/.test(person));
  await db.$executeRaw`
    DELETE FROM webhook_events WHERE tenant_id = ${tenant.id}::uuid AND (
      EXISTS (SELECT FROM unnest(${numbers}::text[]) AS number
        WHERE strpos(regexp_replace(body, '[^0-9]', '', 'g'), number) > 0)
      OR EXISTS (SELECT FROM unnest(${ids}::text[]) AS id WHERE strpos(regexp_replace(lower(body), ':[0-9]+@', '@', 'g'), id) > 0))`;
}
