import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { allows } from "../staff/permissions.ts";
import { getLead } from "./get-lead.ts";
import { leadExists } from "./lead-exists.ts";
import { recordLeadEvent } from "./record-lead-event.ts";
import type { Lead, NewLead } from "./schemas.ts";

/**
 * Writes down a person whom a member of staff met. Without leads:all the lead is the writer's own,
 * otherwise nobody's yet.
 * @throws DomainError conflict LEAD_EXISTS for a phone number that is a lead's.
 */
export async function createLead(scope: TenantScope, lead: NewLead): Promise<Lead> {
  const { db, tenant, actor, now } = scope;
  const authorId = actor.kind === "staff" ? actor.id : null;
  const assigneeId = actor.kind === "staff" && !allows(actor, "leads:all") ? actor.id : null;
  const rows = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO leads (tenant_id, name, phone, email, source, tags, assignee_id,
                       assigned_at, last_activity_at, created_at, updated_at)
    VALUES (${tenant.id}::uuid, ${lead.name}, ${lead.phone}, ${lead.email ?? null}, ${lead.source},
            ${lead.tags ?? []}::text[], ${assigneeId}::uuid,
            ${assigneeId ? now : null}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz)
    ON CONFLICT (tenant_id, phone) DO NOTHING
    RETURNING id`;
  const id = rows[0]?.id;
  if (!id) throw leadExists();
  if (lead.note) {
    await db.leadNote.create({
      data: { tenantId: tenant.id, leadId: id, authorId, body: lead.note, createdAt: now },
    });
  }
  const after = { ...lead, assigneeId };
  await recordAuditEvent(scope, { action: "lead.created", subject: "lead", id, after });
  await recordLeadEvent(scope, id, "created");
  const contact = { leadId: id, messageId: null, enquiryId: null };
  await enqueueJob(scope, "followUpContacts", { contacts: [contact] });
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id, assigneeId }, payload: { leadId: id } },
  });
  return getLead(scope, id);
}
