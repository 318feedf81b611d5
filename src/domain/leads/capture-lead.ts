import type { TenantScope } from "../../db/index.ts";
import { recordLeadEvent } from "./record-lead-event.ts";
import type { LeadSource } from "./vocabulary.ts";

export interface Contact {
  /** In E.164. */
  phone: string;
  name: string | null;
  source: LeadSource;
  /** When the person got in touch; null where it is not known to be they who did. */
  at: Date | null;
}

export interface CapturedLead {
  id: string;
  assigneeId: string | null;
  /** What becoming or being a lead again puts on the timeline, if anything. */
  event: "created" | "reopened" | null;
}

/** Times that a lead may be made, merged or erased by others while it is looked for. */
const TRIES = 5;

/** The lead of a number, or the one that it was merged into. */
async function findLead({ db, tenant }: TenantScope, phone: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE meant AS (
      SELECT id, merged_into_id FROM leads
      WHERE tenant_id = ${tenant.id}::uuid AND phone = ${phone}
      UNION SELECT leads.id, leads.merged_into_id FROM meant
      JOIN leads ON leads.tenant_id = ${tenant.id}::uuid AND leads.id = meant.merged_into_id
    )
    SELECT id FROM meant WHERE merged_into_id IS NULL`;
  return rows[0]?.id ?? null;
}

/** Holds the lead's row: a merge may have been made or undone meanwhile, and now neither can be. */
async function isStillMeant(scope: TenantScope, id: string, phone: string): Promise<boolean> {
  await scope.db.$executeRaw`
    SELECT 1 FROM leads WHERE tenant_id = ${scope.tenant.id}::uuid AND id = ${id}::uuid
    FOR NO KEY UPDATE`;
  return (await findLead(scope, phone)) === id;
}

/** As it is; null when it is erased or merged meanwhile. */
async function keepLead({ db, tenant }: TenantScope, id: string): Promise<CapturedLead | null> {
  const lead = await db.lead.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id }, erasedAt: null, mergedIntoId: null },
    select: { id: true, assigneeId: true },
  });
  return lead && { ...lead, event: null };
}

/** Null when it is erased or merged meanwhile. */
async function reachLead({ db, tenant, now }: TenantScope, id: string, { name, at }: Contact) {
  const rows = await db.$queryRaw<CapturedLead[]>`
    UPDATE leads SET
      name = coalesce(leads.name, ${name}::text),
      status = CASE WHEN leads.status IN ('closed', 'lost') THEN 'new' ELSE leads.status END,
      reopened_at = CASE WHEN leads.status IN ('closed', 'lost')
                         THEN ${now}::timestamptz ELSE leads.reopened_at END,
      lost_reason = NULL,
      first_inbound_at = least(leads.first_inbound_at, ${at}::timestamptz),
      last_inbound_at = greatest(leads.last_inbound_at, ${at}::timestamptz),
      last_activity_at = greatest(leads.last_activity_at, ${now}::timestamptz),
      awaiting_since = coalesce(leads.awaiting_since, ${at}::timestamptz),
      updated_at = ${now}::timestamptz
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
      AND erased_at IS NULL AND merged_into_id IS NULL
    RETURNING id, assignee_id AS "assigneeId",
      CASE WHEN old.status IN ('closed', 'lost') THEN 'reopened' END AS event`;
  return rows[0] ?? null;
}

/** Null when somebody else made it meanwhile. */
async function makeLead({ db, tenant, now }: TenantScope, { phone, name, source, at }: Contact) {
  const rows = await db.$queryRaw<CapturedLead[]>`
    INSERT INTO leads (tenant_id, phone, name, source, first_inbound_at, last_inbound_at,
                       awaiting_since, last_activity_at, created_at, updated_at)
    VALUES (${tenant.id}::uuid, ${phone}, ${name}, ${source}, ${at}::timestamptz,
            ${at}::timestamptz, ${at}::timestamptz, ${now}::timestamptz, ${now}::timestamptz,
            ${now}::timestamptz)
    ON CONFLICT (tenant_id, phone) DO NOTHING
    RETURNING id, NULL AS "assigneeId", 'created' AS event`;
  return rows[0] ?? null;
}

/**
 * Makes sure that a person is a lead who awaits an answer: a new lead, or the one there is, with a
 * missing name filled and re-opened when it was closed or lost. Holds the lead's row until the
 * transaction ends, so that however many contacts arrive at once make one. Without a moment of
 * contact a lead that is there stays as it is, and a new one waits for no answer.
 */
export async function captureLead(scope: TenantScope, contact: Contact): Promise<CapturedLead> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const id = await findLead(scope, contact.phone);
    if (id && !(await isStillMeant(scope, id, contact.phone))) continue;
    const known = contact.at ? reachLead : keepLead;
    const lead = id ? await known(scope, id, contact) : await makeLead(scope, contact);
    if (!lead) continue;
    if (lead.event) await recordLeadEvent(scope, lead.id, lead.event);
    return lead;
  }
  throw new Error("the lead changed each time that it was found");
}
