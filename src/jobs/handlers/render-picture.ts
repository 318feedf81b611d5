import type { Deps } from "../../deps.ts";
import { renderPictureFiles } from "../../domain/photos/render-picture.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function renderPictureJob(
  deps: Deps,
  { tenantId, pictureId }: TaskPayload<"renderPicture">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await renderPictureFiles(enter, deps.objects, pictureId);
}
