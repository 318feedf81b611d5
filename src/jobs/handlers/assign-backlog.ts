import type { Deps } from "../../deps.ts";
import { assignBacklog } from "../../domain/assignment/assign-backlog.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function assignBacklogJob(
  deps: Deps,
  { tenantId }: TaskPayload<"assignBacklog">,
): Promise<void> {
  await assignBacklog(await enterTenantOfJob(deps, tenantId), deps.keys.secrets);
}
