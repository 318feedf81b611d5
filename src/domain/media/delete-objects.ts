import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { enqueueJob } from "../enqueue-job.ts";

/** Keys of one job: a few seconds of work. */
const A_JOB = 200;

/** What a dealership keeps: files of messages, pictures of cars, those that browsers bring, files of stock. */
const KEY =
  /^[0-9a-f-]{36}\/(media\/[0-9a-f-]{36}|(pictures|uploads|imports)\/[0-9a-f-]{36}\/[0-9a-z-]+)$/;

/** Has the files under these keys deleted when the scope's transaction commits. */
export async function deleteObjectsLater(scope: TenantScope, keys: string[]): Promise<void> {
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
  if (!keys.every((key) => KEY.test(key) && key.startsWith(`${tenantId}/`))) {
    throw new Error("an object to delete is not the tenant's");
  }
  for (const key of keys) await objects.delete(key);
}
