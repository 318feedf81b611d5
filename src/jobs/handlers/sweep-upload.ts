import type { Deps } from "../../deps.ts";
import { sweepUpload } from "../../domain/media/sweep-upload.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sweepUploadJob(
  deps: Deps,
  { tenantId, mediaId }: TaskPayload<"sweepUpload">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => sweepUpload(scope, mediaId));
}
