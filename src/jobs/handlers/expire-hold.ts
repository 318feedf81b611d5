import type { Deps } from "../../deps.ts";
import { expireHold } from "../../domain/holds/expire-hold.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function expireHoldJob(
  deps: Deps,
  { tenantId, ...hold }: TaskPayload<"expireHold">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => expireHold(scope, deps.keys.secrets, hold));
}
