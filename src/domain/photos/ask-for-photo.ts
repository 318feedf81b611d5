import { Prisma, type TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { busy } from "../errors.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import type { KeptPicture } from "./keep-original.ts";
import { originalKey } from "./picture-key.ts";
import { lockPicture, type PictureRow } from "./picture-row.ts";
import { placePhoto } from "./place-photo.ts";

interface Place {
  carId: string;
  replacesId: string | null;
}

/**
 * Makes a picture a photo of a car: at once where it is rendered, and otherwise when it will be.
 * The caller holds the car's row.
 * @throws DomainError busy when the picture was removed a moment ago.
 */
export async function askForPhoto(
  scope: TenantScope,
  kept: KeptPicture,
  place: Place,
): Promise<"waiting" | "ready"> {
  const { db, tenant, now } = scope;
  const picture = await writeDown(scope, kept);
  if (picture.status === "ready") {
    await placePhoto(scope, picture, place);
    return "ready";
  }
  const upload = { tenantId: tenant.id, pictureId: picture.id, ...place };
  const isAsked = (await db.photoUpload.count({ where: upload })) > 0;
  if (!isAsked) await db.photoUpload.createMany({ data: { ...upload, createdAt: now } });
  // One after another: those of one dealership come in their order, and hold up no other's.
  const options = { key: `picture:${picture.id}`, queue: "pictures" };
  await enqueueJob(scope, "renderPicture", { pictureId: picture.id }, options);
  return "waiting";
}

/** Its row, which another upload of the same picture may have written in the meantime. */
async function writeDown(scope: TenantScope, kept: KeptPicture): Promise<PictureRow> {
  const { db, tenant, now } = scope;
  const { id, sha256, rotation, plate = "", contentType, bytes, width, height, placeholder } = kept;
  await db.$executeRaw(Prisma.sql`
    INSERT INTO pictures (tenant_id, id, sha256, rotation, plate, content_type, bytes, width, height, placeholder, created_at)
    VALUES (${tenant.id}::uuid, ${id}::uuid, ${sha256}, ${rotation}, ${plate}, ${contentType}, ${bytes}, ${width}, ${height},
      ${placeholder}, ${now}::timestamptz)
    ON CONFLICT DO NOTHING`);
  const picture = await lockPicture(scope, kept);
  if (!picture) throw busy();
  if (picture.id !== id) await deleteObjectsLater(scope, [originalKey(tenant.id, id)]);
  return picture;
}
