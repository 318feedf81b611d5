import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";

/**
 * Has a file fetched from the gateway once the scope's transaction has committed, or at a later
 * moment. A tenant's files come one after another, so that slow ones keep no other tenant's waiting.
 */
export const fetchMediaLater = (scope: TenantScope, mediaId: string, runAt?: Date) =>
  enqueueJob(scope, "fetchMedia", { mediaId }, { key: `media:${mediaId}`, queue: "media", runAt });
