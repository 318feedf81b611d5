import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { notifyStaff } from "../notifications/notify-staff.ts";

/** Why a lead changed hands. */
export type AssignmentRule =
  | "known"
  | "round_robin"
  | "claimed"
  | "handed_over"
  | "given_back"
  | "left_by_colleague";

export interface Assignment {
  leadId: string;
  leadName: string | null;
  from: string | null;
  /** Null: nobody in particular. */
  to: string | null;
  rule: AssignmentRule;
}

/**
 * Puts a lead, whose row the caller holds, into other hands: on its timeline, in the inboxes, and to
 * whom it now belongs, unless they took it themselves.
 */
export async function giveLead(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  { leadId, leadName, from, to, rule }: Assignment,
): Promise<void> {
  const { db, tenant, actor, now } = scope;
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    data: { assigneeId: to, assignedAt: to ? now : null, updatedAt: now },
  });
  await recordLeadEvent(scope, leadId, "assigned", { from, to, rule });
  await publishLiveEvent(scope, {
    kind: "lead.assigned",
    lead: { id: leadId, assigneeId: to, previousAssigneeId: from },
    payload: { leadId, assigneeId: to, previousAssigneeId: from, rule },
  });
  await recordAuditEvent(scope, {
    ...{ action: "lead.assigned", subject: "lead", id: leadId },
    ...{ before: { assigneeId: from }, after: { assigneeId: to } },
  });
  const tookIt = actor.kind === "staff" && actor.id === to;
  if (to === null || tookIt) return;
  const who = leadName ?? "tanpa nama";
  await notifyStaff(scope, secrets, {
    ...{ staffId: to, kind: "lead_assigned", occasion: `${leadId} ${now.toISOString()}` },
    subject: `Lead untuk Anda: ${who}`,
    text: `Lead untuk Anda di ${tenant.name}: ${who}. Buka kotak masuk untuk membalas.`,
  });
}
