import type { Deps } from "../../deps.ts";
import { fetchMedia } from "../../domain/media/fetch-media.ts";
import type { TaskPayload } from "../contracts.ts";
import { enterTenantOfJob } from "../enter-tenant-of-job.ts";

export async function fetchMediaJob(
  deps: Deps,
  { tenantId, mediaId }: TaskPayload<"fetchMedia">,
): Promise<void> {
  const enter = await enterTenantOfJob(deps, tenantId);
  await fetchMedia(enter, deps, mediaId);
}
