import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { enqueueJob } from "../../enqueue-job.ts";
import { invalid } from "../../errors.ts";
import { publishLiveEvent } from "../../live/publish-live-event.ts";
import { getLead } from "../get-lead.ts";
import { recordLeadEvent } from "../record-lead-event.ts";
import { combineLeads } from "./combine-leads.ts";
import { lockLeads } from "./lock-leads.ts";
import { moveRows } from "./move-rows.ts";
import { type LeadMerge, UNDO_HOURS } from "./schemas.ts";

/**
 * Makes one lead of two that are the same person. The other's history moves to the kept one; its row
 * stays as an alias, so that whoever writes from its number reaches the kept lead.
 * @throws DomainError not found for a lead that is erased or merged already, invalid for one with
 * itself.
 */
export async function mergeLeads(
  scope: TenantScope,
  keptId: string,
  otherId: string,
): Promise<LeadMerge> {
  const { db, tenant, actor, now } = scope;
  if (keptId === otherId) throw invalid("leadId", "must be another lead");
  const [kept, other] = await lockLeads(scope, keptId, otherId);
  for (const { id } of [kept, other]) await getLead(scope, id);
  const { data, before, takesWaiting } = combineLeads(kept, other);
  const rows = await moveRows(scope, otherId, keptId);
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: keptId } },
    data: { ...data, updatedAt: now },
  });
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: otherId } },
    data: {
      ...{ mergedIntoId: keptId, updatedAt: now },
      ...{ awaitingSince: null, replyDueAt: null, remindedAt: null, escalatedAt: null },
    },
  });
  const merge = await db.leadMerge.create({
    data: {
      ...{ tenantId: tenant.id, keptId, mergedId: otherId, mergedAt: now },
      mergedById: actor.kind === "staff" ? actor.id : null,
      moved: { ...rows, ...before },
    },
    select: { id: true },
  });
  await recordLeadEvent(scope, keptId, "merged", { mergeId: merge.id, leadId: otherId });
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", payload: { leadId: keptId, change: "merged", mergedId: otherId } },
    lead: {
      ...{ id: keptId, previousAssigneeId: other.assigneeId },
      assigneeId: data.assigneeId ?? kept.assigneeId,
    },
  });
  if (takesWaiting) {
    const contact = { leadId: keptId, messageId: null, enquiryId: null };
    await enqueueJob(scope, "followUpContacts", { contacts: [contact] });
  }
  await recordAuditEvent(scope, {
    ...{ action: "lead.merged", subject: "lead", id: keptId },
    after: { mergeId: merge.id, mergedId: otherId },
  });
  return {
    ...{ id: merge.id, mergedAt: now.toISOString(), lead: await getLead(scope, keptId) },
    undoUntil: new Date(now.getTime() + UNDO_HOURS * 3_600_000).toISOString(),
  };
}
