import type { Deps } from "../../deps.ts";
import { escalateReply } from "../../domain/reply-clock/escalate-reply.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function escalateReplyJob(
  deps: Deps,
  { tenantId, ...wait }: TaskPayload<"escalateReply">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => escalateReply(scope, deps.keys.secrets, wait));
}
