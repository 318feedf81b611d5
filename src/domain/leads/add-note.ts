import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { lockLead } from "./lock-lead.ts";
import { NOTE_COLUMNS, noteView } from "./note-view.ts";
import type { LeadNote } from "./schemas.ts";

/** @throws DomainError not found, also for a lead that the actor may not know of. */
export async function addNote(scope: TenantScope, leadId: string, body: string): Promise<LeadNote> {
  const { db, tenant, actor, now } = scope;
  await lockLead(scope, leadId);
  const authorId = actor.kind === "staff" ? actor.id : null;
  const row = await db.leadNote.create({
    data: { tenantId: tenant.id, leadId, authorId, body, createdAt: now },
    select: NOTE_COLUMNS,
  });
  const after = { noteId: row.id };
  await recordAuditEvent(scope, { action: "lead.noted", subject: "lead", id: leadId, after });
  return noteView(row);
}
