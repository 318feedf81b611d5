import type { Deps } from "../../deps.ts";
import { watchDevice } from "../../domain/devices/watch-device.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function checkDeviceJob(
  deps: Deps,
  { tenantId, deviceId }: TaskPayload<"checkDevice">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await watchDevice(enter, { gateway: deps.gateway, secrets: deps.keys.secrets }, deviceId);
}
