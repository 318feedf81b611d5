import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";

/** Milliseconds for which a picture that nobody uses stays: pages that show it may be open. */
export const UNUSED_FOR = 24 * 3_600_000;

/** Has each of these pictures removed in a day, unless it is then used. */
export async function sweepPicturesLater(scope: TenantScope, pictureIds: string[]): Promise<void> {
  const runAt = new Date(scope.now.getTime() + UNUSED_FOR);
  for (const pictureId of new Set(pictureIds)) {
    await enqueueJob(scope, "sweepPicture", { pictureId }, { key: `sweep:${pictureId}`, runAt });
  }
}
