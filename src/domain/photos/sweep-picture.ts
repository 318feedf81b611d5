import type { TenantScope } from "../../db/index.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import { pictureKeys } from "./picture-key.ts";
import { publishPhotos } from "./publish-photos.ts";
import { UNUSED_FOR } from "./sweep-picture-later.ts";

/**
 * Gives up the photos that have waited a day for a picture, and removes the picture with all its
 * files when no car has it, or when its upload broke off.
 */
export async function sweepPicture(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant, now } = scope;
  const tenantId = tenant.id;
  await db.$queryRaw`
    SELECT id FROM pictures WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const late = {
    tenantId,
    pictureId: id,
    createdAt: { lte: new Date(now.getTime() - UNUSED_FOR) },
  };
  const given = await db.photoUpload.findMany({ where: late, select: { carId: true } });
  await db.photoUpload.deleteMany({ where: late });
  for (const carId of new Set(given.map((one) => one.carId))) {
    await publishPhotos(scope, carId, "given_up");
  }
  const unused = { photos: { none: {} }, uploads: { none: {} } };
  await db.picture.deleteMany({ where: { tenantId, id, ...unused } });
  const left = await db.picture.count({ where: { tenantId, id } });
  if (left === 0) await deleteObjectsLater(scope, pictureKeys(tenantId, id));
}
