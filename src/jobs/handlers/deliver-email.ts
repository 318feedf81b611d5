import type { Deps } from "../../deps.ts";
import { deliverEmail } from "../../domain/emails/deliver-email.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function deliverEmailJob(
  deps: Deps,
  { tenantId, emailId }: TaskPayload<"deliverEmail">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await deliverEmail(enter, deps.keys.secrets, deps.mailer, emailId);
}
