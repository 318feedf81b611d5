import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { exportConversations } from "../conversations/export-conversations.ts";
import { exportHolds } from "../holds/export-holds.ts";
import { exportPurchases } from "../sales/export-purchases.ts";
import { exportSubscriptions } from "../subscriptions/export-subscriptions.ts";
import { exportTasks } from "../tasks/export-tasks.ts";
import { EXPORTED_BYTES, EXPORTED_ROWS, type LeadExport } from "./export-schemas.ts";
import { getLead } from "./get-lead.ts";
import { listEnquiries } from "./list-enquiries.ts";
import { listLeadEvents } from "./list-lead-events.ts";
import { listNotes } from "./list-notes.ts";
import { listMergedLeads } from "./merging/list-merged-leads.ts";

async function lookedAfterBy({ db, tenant }: TenantScope, leadId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT name FROM staff
    WHERE tenant_id = ${tenant.id}::uuid AND id::text IN (
      SELECT assignee_id::text FROM leads
      WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid
      UNION ALL
      SELECT author_id::text FROM lead_notes
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
      UNION ALL
      SELECT author_id::text FROM messages
      WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
      UNION ALL
      SELECT after->>'assigneeId' FROM audit_events
      WHERE tenant_id = ${tenant.id}::uuid AND subject_type = 'lead'
        AND subject_id = ${leadId}::uuid)
    ORDER BY name`;
  return rows.map(({ name }) => name);
}

/**
 * Everything about one person, for the person.
 * @throws DomainError not found, also for a lead that the actor may not know of.
 */
export async function exportLead(scope: TenantScope, id: string): Promise<LeadExport> {
  const { db, tenant, now } = scope;
  const { assignee: _, ...lead } = await getLead(scope, id);
  const where = { tenantId: tenant.id, leadId: id };
  const enquiries = await listEnquiries(scope, id, EXPORTED_ROWS);
  const notes = await listNotes(scope, id, EXPORTED_ROWS);
  const tasks = await exportTasks(scope, id, EXPORTED_ROWS);
  const subscriptions = await exportSubscriptions(scope, id, EXPORTED_ROWS);
  const holds = await exportHolds(scope, id, EXPORTED_ROWS);
  const bought = await exportPurchases(scope, lead, EXPORTED_ROWS);
  const { conversations, omitted } = await exportConversations(scope, id, EXPORTED_BYTES);
  const { events, total } = await listLeadEvents(scope, id, EXPORTED_ROWS);
  await recordAuditEvent(scope, { action: "lead.exported", subject: "lead", id });
  return {
    exportedAt: now.toISOString(),
    dealership: tenant.name,
    lead,
    otherRecords: (await listMergedLeads(scope, id)).map(
      ({ id: _, mergeId: __, mergedAt, ...known }) => ({
        ...known,
        mergedAt: mergedAt.toISOString(),
      }),
    ),
    lookedAfterBy: await lookedAfterBy(scope, id),
    enquiries: enquiries.map(({ id: _, carId: __, ...enquiry }) => enquiry),
    notes: notes.map(({ id: _, author, ...note }) => ({ ...note, author: author?.name ?? null })),
    tasks,
    subscriptions,
    holds,
    purchases: bought.purchases,
    conversations,
    events,
    omitted: {
      enquiries: (await db.enquiry.count({ where })) - enquiries.length,
      notes: (await db.leadNote.count({ where })) - notes.length,
      tasks: (await db.leadTask.count({ where })) - tasks.length,
      subscriptions: (await db.carSubscription.count({ where })) - subscriptions.length,
      holds: (await db.carHold.count({ where })) - holds.length,
      purchases: bought.total - bought.purchases.length,
      messages: omitted,
      events: total - events.length,
    },
  };
}
