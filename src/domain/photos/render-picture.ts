import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { type RenditionKind, renditionsOf } from "../../infra/pictures/renditions.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import { renderPicture } from "../../infra/pictures.ts";
import { deleteObjectsLater } from "../media/delete-objects.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { originalKey, pictureKeys, renditionKey } from "./picture-key.ts";
import { lockCars, type PictureRow } from "./picture-row.ts";
import { placePhoto } from "./place-photo.ts";
import { plateArea } from "./plate.ts";
import { publishPhotos } from "./publish-photos.ts";
import { type StoredRendition, storedRenditions } from "./stored-rendition.ts";

interface Taken {
  tenantId: string;
  rotation: Rotation;
  plate: string;
  /** What is there already, and never made again: what lies at an address does not change. */
  made: StoredRendition[];
}

/**
 * Makes the renditions that a picture lacks, and it a photo of each car that waits for it. No
 * transaction is open meanwhile. Done again from its beginning when it breaks off.
 * @throws Error while the object store does not answer, or for a picture that cannot be rendered.
 */
export async function renderPictureFiles(
  enter: EnterTenant,
  objects: ObjectStore,
  id: string,
): Promise<void> {
  const taken = await enter((scope) => takeUp(scope, id));
  if (!taken) return;
  const { tenantId, rotation, plate, made } = taken;
  const original = await objects.get(originalKey(tenantId, id));
  if (!original) throw new Error("the original of a picture is not there");
  const stored = [...made];
  const bytes = await new Response(original).bytes();
  const wants = (kind: RenditionKind) => !has(made, kind);
  const rendering = { cover: plateArea(plate), wants };
  for await (const rendition of renderPicture(bytes, rotation, rendering)) {
    const { width, format, bytes: content } = rendition;
    await objects.put(renditionKey(tenantId, id, width, format), content, `image/${format}`);
    stored.push({ width, format, bytes: content.length });
  }
  await enter((scope) => settle(scope, id, stored));
}

async function takeUp({ db, tenant }: TenantScope, id: string): Promise<Taken | null> {
  const row = await db.picture.findFirst({
    where: { tenantId: tenant.id, id },
    select: { rotation: true, plate: true, width: true, status: true, renditions: true },
  });
  if (!row) return null;
  const made = row.status === "ready" ? storedRenditions(row.renditions) : [];
  if (renditionsOf(row.width).every((kind) => has(made, kind))) return null;
  const { plate } = row;
  return { tenantId: tenant.id, rotation: row.rotation as Rotation, plate, made };
}

const has = (made: StoredRendition[], { width, format }: RenditionKind) =>
  made.some((one) => one.width === width && one.format === format);

async function settle(scope: TenantScope, id: string, renditions: StoredRendition[]) {
  const { db, tenant } = scope;
  const tenantId = tenant.id;
  await lockCars(scope, await carsThatWait(scope, id));
  const [picture] = await db.picture.updateManyAndReturn({
    where: { tenantId, id },
    data: { status: "ready", renditions: renditions.map((one) => ({ ...one })) },
    select: { id: true, sha256: true, rotation: true, plate: true, status: true, width: true },
  });
  if (!picture) return dropUnlessThere(scope, id);
  // A car that began to wait just before the row was held.
  await lockCars(scope, await carsThatWait(scope, id));
  const where = { tenantId, pictureId: id };
  const uploads = await db.photoUpload.findMany({ where, orderBy: { id: "asc" } });
  await db.photoUpload.deleteMany({ where });
  for (const { carId, replacesId } of uploads) {
    await placePhoto(scope, picture as PictureRow, { carId, replacesId });
    await publishPhotos(scope, carId, "ready");
  }
}

async function carsThatWait({ db, tenant }: TenantScope, pictureId: string): Promise<string[]> {
  const where = { tenantId: tenant.id, pictureId };
  const rows = await db.photoUpload.findMany({ where, select: { carId: true } });
  return rows.map(({ carId }) => carId);
}

/** Leaves no file of a picture that was removed meanwhile. */
async function dropUnlessThere(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const left = await db.picture.count({ where: { tenantId: tenant.id, id } });
  if (left === 0) await deleteObjectsLater(scope, pictureKeys(tenant.id, id));
}
