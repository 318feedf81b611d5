import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { recordLeadEvent } from "../leads/record-lead-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { notifyStaff } from "../notifications/notify-staff.ts";
import { listManagers } from "./list-managers.ts";
import { laterThanNow, lockWait, type Wait } from "./lock-wait.ts";

/**
 * Reminds whoever looks after a lead that its person waits, once a wait; where nobody does, those
 * who manage the inbox. Nothing happens when the wait has ended.
 */
export async function remindReply(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  wait: Wait,
): Promise<void> {
  const { db, tenant, now } = scope;
  const { leadId, awaitingSince } = wait;
  const lead = await lockWait(scope, wait);
  if (!lead || lead.remindedAt) return;
  const { targets } = await getInboxSettings(scope);
  const runAt = await laterThanNow(scope, lead, targets.remindAfter);
  if (runAt) return enqueueJob(scope, "remindReply", wait, { key: `remind ${leadId}`, runAt });
  const { assigneeId } = lead;
  const hasAssignee = assigneeId !== null && lead.isAssigneeActive;
  const who = lead.name ?? "tanpa nama";
  for (const staffId of hasAssignee ? [assigneeId] : await listManagers(scope)) {
    await notifyStaff(scope, secrets, {
      ...{ staffId, kind: "reply_reminder", occasion: `${leadId} ${awaitingSince}` },
      subject: `Belum dibalas: ${who}`,
      text: `${who} menunggu balasan dari ${tenant.name}. Buka kotak masuk untuk membalas.`,
    });
  }
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    data: { remindedAt: now },
  });
  await recordLeadEvent(scope, leadId, "reminded", { assigneeId });
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
    payload: { leadId, change: "reminded" },
  });
}
