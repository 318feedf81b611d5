import type { Deps } from "../../deps.ts";
import { sendDigests } from "../../domain/digests/send-digests.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sendDigestsJob(
  deps: Deps,
  { tenantId, day }: TaskPayload<"sendDigests">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => sendDigests(scope, deps.keys.secrets, day));
}
