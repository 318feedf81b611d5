import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { NotificationKind } from "../inbox/inbox-settings.ts";
import type { Secrets } from "../keys/key-ring.ts";

export interface Notice {
  staffId: string;
  kind: NotificationKind;
  /** Of an e-mail; the other channels carry the text alone. */
  subject: string;
  text: string;
  /** What makes a repeat the same notice: told once, however often this is called for it. */
  occasion: string;
}

/**
 * Tells a member of staff something by the channels that the dealership chose for its kind: the
 * notice and the job that delivers it are there when the scope's transaction commits.
 */
export async function notifyStaff(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  { subject, text, ...notice }: Notice,
): Promise<void> {
  const { db, tenant, now } = scope;
  const { channels } = await getInboxSettings(scope);
  for (const channel of channels[notice.kind]) {
    const content = JSON.stringify({ subject, text });
    const [row] = await db.notification.createManyAndReturn({
      data: {
        ...{ ...notice, tenantId: tenant.id, channel, createdAt: now },
        occasion: `${channel}:${notice.occasion}`,
        contentSealed: await secrets.seal(tenant.id, "notifications.content_sealed", content),
      },
      skipDuplicates: true,
      select: { id: true },
    });
    if (row) await enqueueJob(scope, "deliverNotification", { notificationId: row.id });
  }
}
