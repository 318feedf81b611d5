import { Prisma, type TenantScope } from "../../db/index.ts";
import type { LeadSource } from "./vocabulary.ts";

/** How a person is known: by a phone number (E.164), or by WhatsApp's opaque id where it has none. */
export type PersonKey = { phone: string } | { whatsappLid: string };

export interface Contact {
  person: PersonKey;
  name: string | null;
  source: LeadSource;
  /** When the person wrote. */
  at: Date;
}

/**
 * The statement that makes one lead of one person, however many contacts arrive at once: a new
 * lead, or the one there is, with a missing name filled and re-opened when it was closed or lost.
 * It returns the lead's id and holds its row until the transaction ends.
 */
export function capturedLead({ tenant, now }: TenantScope, contact: Contact): Prisma.Sql {
  const { person, name, source, at } = contact;
  const [column, key] =
    "phone" in person
      ? [Prisma.sql`phone`, person.phone]
      : [Prisma.sql`whatsapp_lid`, person.whatsappLid];
  return Prisma.sql`
    INSERT INTO leads (tenant_id, ${column}, name, source, first_inbound_at,
                       last_activity_at, created_at, updated_at)
    VALUES (${tenant.id}::uuid, ${key}, ${name}, ${source}, ${at}::timestamptz,
            ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz)
    ON CONFLICT (tenant_id, ${column}) DO UPDATE SET
      name = coalesce(leads.name, EXCLUDED.name),
      status = CASE WHEN leads.status IN ('closed', 'lost') THEN 'new' ELSE leads.status END,
      reopened_at = CASE WHEN leads.status IN ('closed', 'lost')
                         THEN EXCLUDED.updated_at ELSE leads.reopened_at END,
      lost_reason = NULL,
      first_inbound_at = least(leads.first_inbound_at, EXCLUDED.first_inbound_at),
      last_activity_at = greatest(leads.last_activity_at, EXCLUDED.last_activity_at),
      updated_at = EXCLUDED.updated_at
    RETURNING coalesce(leads.merged_into_id, leads.id) AS id`;
}

/** Makes sure that the person is a lead who awaits an answer. @returns the lead's id. */
export async function captureLead(scope: TenantScope, contact: Contact): Promise<string> {
  const rows = await scope.db.$queryRaw<{ id: string }[]>(capturedLead(scope, contact));
  const id = rows[0]?.id;
  if (!id) throw new Error("an upsert returned no row");
  return id;
}
