import type { Deps } from "../../deps.ts";
import { followConnection } from "../../domain/devices/follow-connection.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function deviceConnectionChangedJob(
  deps: Deps,
  { tenantId, deviceId }: TaskPayload<"deviceConnectionChanged">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => followConnection(scope, deps.keys.secrets, deviceId));
}
