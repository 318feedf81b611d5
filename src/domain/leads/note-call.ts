import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { invalid } from "../errors.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import type { Call, NewCall } from "./call-schemas.ts";
import { insertNote } from "./insert-note.ts";
import { lockLead } from "./lock-lead.ts";
import { noteHumanReply } from "./note-human-reply.ts";
import { recordLeadEvent } from "./record-lead-event.ts";

/** Milliseconds a caller's clock may be ahead of ours. */
const CLOCK_SKEW = 60_000;

/**
 * Writes down a call with a person. One that reached them is an answer, as a message is.
 * @throws DomainError not found, also for a lead that the actor may not know of; invalid for a call
 * that is yet to come.
 */
export async function noteCall(
  scope: TenantScope,
  leadId: string,
  { note: words, at: told, ...call }: NewCall,
): Promise<Call> {
  const { now } = scope;
  const at = told ? new Date(told) : now;
  if (at.getTime() > now.getTime() + CLOCK_SKEW) throw invalid("at", "must not be to come");
  const { assigneeId } = await lockLead(scope, leadId);
  const note = words ? await insertNote(scope, leadId, words) : null;
  const details = { ...call, minutes: call.minutes ?? null, noteId: note?.id ?? null };
  await recordLeadEvent(scope, leadId, "call", details, at);
  if (call.outcome === "reached" && (await isAnswerTo(scope, leadId, at))) {
    await noteHumanReply(scope, leadId, at);
  }
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
    payload: { leadId, change: "call" },
  });
  await recordAuditEvent(scope, {
    ...{ action: "lead.called", subject: "lead", id: leadId, after: details },
  });
  return { ...details, at: at.toISOString() };
}

/** Whether a call answers the person: one from before they wrote does not. */
async function isAnswerTo({ db, tenant }: TenantScope, leadId: string, at: Date) {
  const where = { tenantId: tenant.id, id: leadId, awaitingSince: { gt: at } };
  return (await db.lead.count({ where })) === 0;
}
