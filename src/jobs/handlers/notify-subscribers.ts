import type { Deps } from "../../deps.ts";
import { notifySubscribers } from "../../domain/subscriptions/notify-subscribers.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function notifySubscribersJob(
  deps: Deps,
  { tenantId }: TaskPayload<"notifySubscribers">,
): Promise<void> {
  await notifySubscribers(await enterTenantOfJob(deps, tenantId));
}
