import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { holdPhoto, type PhotoVersion } from "./hold-photo.ts";
import { publishPhotos } from "./publish-photos.ts";
import { sweepPicturesLater } from "./sweep-picture-later.ts";

/**
 * Takes a photo from its car, which gets a new version. The first of those that stay is then the
 * cover where it was; its picture goes a day later, unless another photo is made of it.
 * @throws DomainError not found, version_required, conflict VERSION_CONFLICT.
 */
export async function deletePhoto(scope: TenantScope, given: PhotoVersion): Promise<void> {
  const { db, tenant, now } = scope;
  const tenantId = tenant.id;
  const { id, carId, url, isPrimary, pictureId, others } = await holdPhoto(scope, given);
  // A picture that was to come in its place.
  await db.photoUpload.deleteMany({ where: { tenantId, replacesId: id } });
  await db.carPhoto.deleteMany({ where: { tenantId, id } });
  const [first] = others;
  if (isPrimary && first) {
    const where = { tenantId_id: { tenantId, id: first.id } };
    await db.carPhoto.update({ where, data: { isPrimary: true } });
  }
  await db.car.update({
    where: { tenantId_id: { tenantId, id: carId } },
    data: { version: { increment: 1 }, updatedAt: now },
    select: { id: true },
  });
  await recordAuditEvent(scope, {
    ...{ action: "car.photo_deleted", subject: "car", id: carId },
    before: { photoId: id, picture: url },
  });
  await publishPhotos(scope, carId, "deleted");
  if (pictureId) await sweepPicturesLater(scope, [pictureId]);
}
