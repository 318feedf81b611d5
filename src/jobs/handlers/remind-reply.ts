import type { Deps } from "../../deps.ts";
import { remindReply } from "../../domain/reply-clock/remind-reply.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function remindReplyJob(
  deps: Deps,
  { tenantId, ...wait }: TaskPayload<"remindReply">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => remindReply(scope, deps.keys.secrets, wait));
}
