import type { TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { getLead } from "./get-lead.ts";
import { isOver, movesFrom } from "./lead-moves.ts";
import { lockLead } from "./lock-lead.ts";
import { recordLeadEvent } from "./record-lead-event.ts";
import type { Lead, LeadStatusChange } from "./schemas.ts";

/** Nobody is expected to answer any more. */
const NO_WAIT = { awaitingSince: null, replyDueAt: null, remindedAt: null, escalatedAt: null };

/**
 * Moves a lead on, or takes up one again that was closed or lost. Its present status again is no
 * move and is accepted.
 * @throws DomainError not found, or conflict ILLEGAL_MOVE with the moves that are allowed.
 */
export async function changeLeadStatus(
  scope: TenantScope,
  id: string,
  { status, reason }: LeadStatusChange,
): Promise<Lead> {
  const { db, tenant, now } = scope;
  const lead = await lockLead(scope, id);
  const allowed = movesFrom(lead.status);
  if (status !== lead.status && !allowed.includes(status)) {
    const choice = `A lead that is ${lead.status} can become ${allowed.join(", ")}.`;
    throw conflict("ILLEGAL_MOVE", choice, [
      { path: "status", message: `must be one of ${allowed.join(", ")}` },
    ]);
  }
  const lostReason = reason ?? null;
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      status,
      lostReason,
      updatedAt: now,
      ...(isOver(lead.status) && !isOver(status) && { reopenedAt: now }),
      ...(isOver(status) && NO_WAIT),
    },
  });
  // Whoever looked after it has room for another, or it waits for somebody again.
  if (isOver(status) || isOver(lead.status)) await assignBacklogSoon(scope);
  if (status !== lead.status) {
    await recordLeadEvent(scope, id, "status_changed", { from: lead.status, to: status });
  }
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id, assigneeId: lead.assigneeId } },
    payload: { leadId: id, change: "status" },
  });
  await recordAuditEvent(scope, {
    ...{ action: "lead.status_changed", subject: "lead", id },
    before: { status: lead.status, lostReason: lead.lostReason },
    after: { status, lostReason },
  });
  return getLead(scope, id);
}
