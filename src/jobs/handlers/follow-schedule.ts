import type { Deps } from "../../deps.ts";
import { followSchedule } from "../../domain/cars/publishing/follow-schedule.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function followScheduleJob(
  deps: Deps,
  { tenantId, ...schedule }: TaskPayload<"followSchedule">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => followSchedule(scope, deps.keys.secrets, schedule));
}
