import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";

/** Milliseconds for which a picture that nobody uses stays: pages that show it may be open. */
export const UNUSED_FOR = 24 * 3_600_000;

/**
 * Has each of these pictures removed, unless it is then used.
 * @param after milliseconds; a day unless told.
 */
export async function sweepPicturesLater(
  scope: TenantScope,
  pictureIds: string[],
  after: number = UNUSED_FOR,
): Promise<void> {
  const runAt = new Date(scope.now.getTime() + after);
  for (const pictureId of new Set(pictureIds)) {
    await enqueueJob(scope, "sweepPicture", { pictureId }, { key: `sweep:${pictureId}`, runAt });
  }
}
