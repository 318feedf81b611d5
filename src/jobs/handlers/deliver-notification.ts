import type { Deps } from "../../deps.ts";
import { deliverNotification } from "../../domain/notifications/deliver-notification.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function deliverNotificationJob(
  deps: Deps,
  { tenantId, notificationId }: TaskPayload<"deliverNotification">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  const { gateway, mailer, sms } = deps;
  const carriers = { secrets: deps.keys.secrets, gateway, mailer, sms };
  await deliverNotification(enter, carriers, notificationId);
}
