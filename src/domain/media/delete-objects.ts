import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { isMediaKeyOf, mediaKey } from "./media-key.ts";

/** Keys of one job: a few seconds of work. */
const A_JOB = 200;

/** Has the files of these ids deleted when the scope's transaction commits. */
export async function deleteObjectsLater(scope: TenantScope, mediaIds: string[]): Promise<void> {
  const keys = mediaIds.map((id) => mediaKey(scope.tenant.id, id));
  for (let at = 0; at < keys.length; at += A_JOB) {
    await enqueueJob(scope, "deleteObjects", { keys: keys.slice(at, at + A_JOB) });
  }
}

/** Deletes files of a tenant. @throws Error for a key that is not one of the tenant's. */
export async function deleteObjects(
  objects: ObjectStore,
  tenantId: string,
  keys: string[],
): Promise<void> {
  if (!keys.every((key) => isMediaKeyOf(tenantId, key))) {
    throw new Error("an object to delete is not the tenant's");
  }
  for (const key of keys) await objects.delete(key);
}
