import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";

const DAY = 24 * 3_600_000;

/** Milliseconds after which an import that is not over is given up. */
export const GIVEN_UP_AFTER = DAY;
/** Milliseconds for which it is listed. */
export const LISTED_FOR = 90 * DAY;

/** Has what is kept of an import looked through at a moment. */
export const sweepImportLater = (
  scope: TenantScope,
  importId: string,
  runAt = new Date(scope.now.getTime() + GIVEN_UP_AFTER),
): Promise<void> =>
  enqueueJob(scope, "sweepImport", { importId }, { key: `sweep-import:${importId}`, runAt });
