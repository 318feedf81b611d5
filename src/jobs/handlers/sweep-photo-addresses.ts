import type { Deps } from "../../deps.ts";
import { sweepAddresses } from "../../domain/photos/uploads/sweep-addresses.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sweepPhotoAddressesJob(
  deps: Deps,
  { tenantId, uploadId, files }: TaskPayload<"sweepPhotoAddresses">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => sweepAddresses(scope, uploadId, files));
}
