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
 * Tells those who manage the inbox that a person waits for too long, once a wait. Nothing happens
 * when the wait has ended.
 */
export async function escalateReply(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  wait: Wait,
): Promise<void> {
  const { db, tenant, now } = scope;
  const { leadId, awaitingSince } = wait;
  const lead = await lockWait(scope, wait);
  if (!lead || lead.escalatedAt) return;
  const { targets } = await getInboxSettings(scope);
  const runAt = await laterThanNow(scope, lead, targets.escalateAfter);
  if (runAt) return enqueueJob(scope, "escalateReply", wait, { key: `escalate ${leadId}`, runAt });
  const { assigneeId } = lead;
  const who = lead.name ?? "tanpa nama";
  for (const staffId of await listManagers(scope)) {
    await notifyStaff(scope, secrets, {
      ...{ staffId, kind: "reply_escalation", occasion: `${leadId} ${awaitingSince}` },
      subject: `Terlalu lama menunggu: ${who}`,
      text: `${who} sudah menunggu balasan dari ${tenant.name} lebih dari ${targets.escalateAfter} menit jam buka.`,
    });
  }
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id: leadId } },
    data: { escalatedAt: now, escalations: { increment: 1 } },
  });
  await recordLeadEvent(scope, leadId, "escalated", { assigneeId });
  await publishLiveEvent(scope, {
    ...{ kind: "lead.changed", lead: { id: leadId, assigneeId } },
    payload: { leadId, change: "escalated" },
  });
}
