import type { Deps } from "../../deps.ts";
import { deliverMessages } from "../../domain/sending/deliver-messages.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sendMessagesJob(
  deps: Deps,
  { tenantId, deviceId }: TaskPayload<"sendMessages">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  const { gateway, objects, keys } = deps;
  await deliverMessages(enter, { gateway, objects, secrets: keys.secrets }, deviceId);
}
