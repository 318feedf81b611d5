import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import { inspectPicture, type Rotation } from "../../infra/pictures.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { AuditAction } from "../audit/vocabulary.ts";
import { lockCar } from "../cars/lock-car.ts";
import { invalid, notFound } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { askForPhoto } from "./ask-for-photo.ts";
import { keepOriginal } from "./keep-original.ts";
import { wordsOfRefusal } from "./picture-flaws.ts";
import { publishPhotos } from "./publish-photos.ts";

export interface PhotoChange {
  photoId: string;
  /** Of its car. */
  version: number | undefined;
  action: AuditAction;
}

interface NewPicture {
  content: Uint8Array;
  rotation: Rotation;
}

/**
 * Gives a photo another picture, which takes its place when it is rendered.
 * @param obtain what the picture is, from the photo as it is.
 * @throws DomainError not found, version_required, conflict VERSION_CONFLICT, invalid for what is
 * no picture, busy while the object store does not answer.
 */
export async function changePicture(
  enter: EnterTenant,
  objects: ObjectStore,
  change: PhotoChange,
  obtain: (photo: Photo) => Promise<NewPicture>,
): Promise<"waiting" | "ready"> {
  const { content, rotation } = await obtain(await enter((scope) => holdPhoto(scope, change)));
  const inspected = await inspectPicture(content, rotation).catch((error: unknown) => {
    throw invalid("file.0", wordsOfRefusal(error));
  });
  const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  const picture = { ...inspected, sha256, rotation };
  const kept = await keepOriginal(enter, objects, content, picture);
  return enter(async (scope) => {
    const { carId, ...before } = await holdPhoto(scope, change);
    const status = await askForPhoto(scope, kept, { carId, replacesId: change.photoId });
    const state = ({ url }: { url: string }) => ({ photoId: change.photoId, picture: url });
    await recordAuditEvent(scope, {
      ...{ action: change.action, subject: "car", id: carId, before: state(before) },
      after: { photoId: change.photoId, picture: sha256, rotation },
    });
    await publishPhotos(scope, carId, status);
    return status;
  });
}

export type Photo = Awaited<ReturnType<typeof holdPhoto>>;

/** A photo at the version of its car that a change is based on, whose row is held. */
async function holdPhoto(scope: TenantScope, { photoId: id, version }: PhotoChange) {
  const { db, tenant } = scope;
  const where = { tenantId: tenant.id, id };
  const found = await db.carPhoto.findFirst({ where, select: { carId: true } });
  if (!found) throw notFound("photo");
  const car = await lockCar(scope, found.carId, version);
  const photo = car.photos.find((one) => one.id === id);
  if (!photo) throw notFound("photo");
  return { ...photo, tenantId: tenant.id };
}
