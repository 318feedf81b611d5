import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { insertNote } from "./insert-note.ts";
import { lockLead } from "./lock-lead.ts";
import type { LeadNote } from "./schemas.ts";

/** @throws DomainError not found, also for a lead that the actor may not know of. */
export async function addNote(scope: TenantScope, leadId: string, body: string): Promise<LeadNote> {
  const { assigneeId } = await lockLead(scope, leadId);
  const note = await insertNote(scope, leadId, body);
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
    payload: { leadId, change: "note" },
  });
  const after = { noteId: note.id };
  await recordAuditEvent(scope, { action: "lead.noted", subject: "lead", id: leadId, after });
  return note;
}
