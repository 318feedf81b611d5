import type { Deps } from "../../deps.ts";
import { sweepPicture } from "../../domain/photos/sweep-picture.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function sweepPictureJob(
  deps: Deps,
  { tenantId, pictureId }: TaskPayload<"sweepPicture">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await enter((scope) => sweepPicture(scope, pictureId));
}
