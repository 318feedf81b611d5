import type { TenantScope } from "../../db/index.ts";
import { photoUrl } from "./picture-link.ts";
import type { PictureRow } from "./picture-row.ts";
import { sweepPicturesLater } from "./sweep-picture-later.ts";

interface Place {
  carId: string;
  /** The photo in whose place it comes; none: behind the others. */
  replacesId: string | null;
}

/**
 * Makes a picture that is ready a photo of a car, which gets a new version. One that is a photo of
 * it already stays where it is; in the place of a photo that is gone comes none. The caller holds
 * the rows of both.
 */
export async function placePhoto(
  scope: TenantScope,
  picture: PictureRow,
  { carId, replacesId }: Place,
): Promise<void> {
  const { db, tenant, now } = scope;
  const tenantId = tenant.id;
  const photos = await db.carPhoto.findMany({
    where: { tenantId, carId },
    orderBy: { position: "asc" },
    select: { id: true, position: true, pictureId: true, isPrimary: true },
  });
  const shown = { url: photoUrl(picture), pictureId: picture.id };
  if (replacesId) {
    const former = photos.find(({ id }) => id === replacesId);
    if (!former) return;
    const where = { tenantId_id: { tenantId, id: replacesId } };
    await db.carPhoto.update({ where, data: shown });
    if (former.pictureId) await sweepPicturesLater(scope, [former.pictureId]);
  } else {
    if (photos.some(({ pictureId }) => pictureId === picture.id)) return;
    const position = (photos.at(-1)?.position ?? -1) + 1;
    const isPrimary = !photos.some((photo) => photo.isPrimary);
    await db.carPhoto.createMany({ data: { tenantId, carId, position, isPrimary, ...shown } });
  }
  await db.car.update({
    where: { tenantId_id: { tenantId, id: carId } },
    data: { version: { increment: 1 }, updatedAt: now },
    select: { id: true },
  });
}
