import type { TenantScope } from "../../../db/index.ts";
import { recordAuditEvent } from "../../audit/record-audit-event.ts";
import { noteOptOut } from "../../conversations/note-opt-outs.ts";
import { enqueueJob } from "../../enqueue-job.ts";
import { notFound } from "../../errors.ts";
import { lockInbox } from "../../inbox/lock-inbox.ts";
import { publishLiveEvent } from "../../live/publish-live-event.ts";
import { getLead } from "../get-lead.ts";
import { recordLeadEvent } from "../record-lead-event.ts";
import { assertUndoable } from "./assert-undoable.ts";
import { lockLeads } from "./lock-leads.ts";
import { Moved } from "./moved.ts";
import { returnRows } from "./return-rows.ts";
import type { UndoneMerge } from "./schemas.ts";
import { columnsBefore, waitingApart } from "./separate-leads.ts";

/**
 * Makes two leads of one again: what a merge moved goes back, with the messages that came into its
 * conversations since; the kept lead's fields are as before unless they were changed since.
 * @throws DomainError not found; conflict MERGE_UNDONE, MERGE_TOO_OLD after a day, MERGE_ENTANGLED
 * when one of the two was erased or merged further.
 */
export async function undoMerge(scope: TenantScope, id: string): Promise<UndoneMerge> {
  const { db, tenant, actor, now } = scope;
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const known = await db.leadMerge.findUnique({ where });
  if (!known) throw notFound("merge");
  // What is being worked in found the kept lead for a number that is the other's again.
  await lockInbox(scope);
  const { keptId, mergedId } = known;
  const [kept, merged] = await lockLeads(scope, keptId, mergedId);
  const merge = await db.leadMerge.findUniqueOrThrow({ where });
  await assertUndoable(scope, merge, kept, merged);
  const moved = Moved.parse(merge.moved);
  await returnRows(scope, merge, moved);
  const waiting = await waitingApart(scope, kept, merged, moved);
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: keptId } },
    data: { ...columnsBefore(kept, merged, moved), ...waiting.kept, updatedAt: now },
  });
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: mergedId } },
    data: { mergedIntoId: null, ...waiting.merged, updatedAt: now },
  });
  await bringUpToDate(scope, mergedId, merge.mergedAt);
  // A wish for silence that came since is whose words it was in.
  for (const leadId of [keptId, mergedId]) await noteOptOut(scope, leadId);
  const undoneById = actor.kind === "staff" ? actor.id : null;
  await db.leadMerge.update({ where, data: { undoneAt: now, undoneById } });
  for (const lead of [kept, merged]) {
    const details = { mergeId: id, leadId: lead.id === keptId ? mergedId : keptId };
    await recordLeadEvent(scope, lead.id, "merge_undone", details);
    await publishLiveEvent(scope, {
      ...{ kind: "lead.changed", lead: { id: lead.id, assigneeId: lead.assigneeId } },
      payload: { leadId: lead.id, change: "merge_undone" },
    });
  }
  const contacts = [keptId, mergedId].map((leadId) => ({
    leadId,
    messageId: null,
    enquiryId: null,
  }));
  await enqueueJob(scope, "followUpContacts", { contacts });
  await recordAuditEvent(scope, {
    ...{ action: "lead.merge_undone", subject: "lead", id: keptId },
    after: { mergeId: id, mergedId },
  });
  return { kept: await getLead(scope, keptId), restored: await getLead(scope, mergedId) };
}

/** What came for the merged lead since counts as its activity. */
async function bringUpToDate({ db, tenant }: TenantScope, leadId: string, since: Date) {
  await db.$executeRaw`
    UPDATE leads SET
      last_inbound_at = greatest(last_inbound_at, fresh.inbound),
      last_activity_at = greatest(last_activity_at, fresh.activity)
    FROM (SELECT max(sent_at) AS activity,
            max(sent_at) FILTER (WHERE direction = 'inbound') AS inbound
          FROM messages
          WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
            AND received_at >= ${since}::timestamptz) fresh
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.id = ${leadId}::uuid`;
}
