import { enqueueJob, type JobScope } from "../enqueue-job.ts";
import type { HoldRecord } from "./find-hold.ts";

/** Has a hold end at its time, in place of any time set before. */
export const expireLater = (
  scope: JobScope,
  { id: holdId, carId, until }: Pick<HoldRecord, "id" | "carId" | "until">,
): Promise<void> =>
  enqueueJob(
    scope,
    "expireHold",
    { carId, holdId },
    { key: `expire-hold:${holdId}`, runAt: until },
  );
