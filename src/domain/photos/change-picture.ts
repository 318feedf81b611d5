import type { ObjectStore } from "../../infra/object-store.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import { inspectPicture } from "../../infra/pictures.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { AuditAction } from "../audit/vocabulary.ts";
import { invalid } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { askForPhoto } from "./ask-for-photo.ts";
import { holdPhoto, type Photo, type PhotoVersion } from "./hold-photo.ts";
import { keepOriginal } from "./keep-original.ts";
import { wordsOfRefusal } from "./picture-flaws.ts";
import { publishPhotos } from "./publish-photos.ts";

export interface PhotoChange extends PhotoVersion {
  action: AuditAction;
}

interface NewPicture {
  content: Uint8Array;
  rotation: Rotation;
  /** The area that is covered; none when left out. */
  plate?: string;
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
  const {
    content,
    rotation,
    plate = "",
  } = await obtain(await enter((scope) => holdPhoto(scope, change)));
  const inspected = await inspectPicture(content, rotation).catch((error: unknown) => {
    throw invalid("file.0", wordsOfRefusal(error));
  });
  const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  const picture = { ...inspected, sha256, rotation, plate };
  const kept = await keepOriginal(enter, objects, content, picture);
  return enter(async (scope) => {
    const { carId, url } = await holdPhoto(scope, change);
    const status = await askForPhoto(scope, kept, { carId, replacesId: change.photoId });
    await recordAuditEvent(scope, {
      ...{
        action: change.action,
        subject: "car",
        id: carId,
        before: { photoId: change.photoId, picture: url },
      },
      after: { photoId: change.photoId, picture: sha256, rotation, plate },
    });
    await publishPhotos(scope, carId, status);
    return status;
  });
}
