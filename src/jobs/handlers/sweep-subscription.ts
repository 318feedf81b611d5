import type { Deps } from "../../deps.ts";
import { sweepSubscription } from "../../domain/subscriptions/sweep-subscription.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sweepSubscriptionJob(
  deps: Deps,
  { tenantId, subscriptionId }: TaskPayload<"sweepSubscription">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => sweepSubscription(scope, subscriptionId));
}
