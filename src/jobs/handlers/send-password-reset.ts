import type { Deps } from "../../deps.ts";
import { sendPasswordReset } from "../../domain/staff/send-password-reset.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sendPasswordResetJob(
  deps: Deps,
  { tenantId, accountHash, origin }: TaskPayload<"sendPasswordReset">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId, origin);
  await enter((scope) => sendPasswordReset(scope, deps.postbox, accountHash));
}
