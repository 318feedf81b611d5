import type { Deps } from "../../deps.ts";
import { sweepImport } from "../../domain/imports/sweep-import.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sweepImportJob(
  deps: Deps,
  { tenantId, importId }: TaskPayload<"sweepImport">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => sweepImport(scope, importId));
}
