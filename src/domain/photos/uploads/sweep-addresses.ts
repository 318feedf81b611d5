import type { TenantScope } from "../../../db/index.ts";
import { deleteObjectsLater } from "../../media/delete-objects.ts";
import { uploadKeys } from "./upload-key.ts";

/** Removes what came to the addresses of an upload, completed or not, and forgets it. */
export async function sweepAddresses(scope: TenantScope, id: string, files: number): Promise<void> {
  const { db, tenant } = scope;
  await db.photoAddress.deleteMany({ where: { tenantId: tenant.id, id } });
  await deleteObjectsLater(scope, uploadKeys(tenant.id, id, files));
}
