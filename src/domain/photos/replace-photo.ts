import type { ObjectStore } from "../../infra/object-store.ts";
import { invalid } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { changePicture } from "./change-picture.ts";
import { TOO_LARGE } from "./picture-flaws.ts";
import type { IncomingFile } from "./upload-photos.ts";

/**
 * Puts another picture in the place of a photo, whose caption and place stay, when it is rendered.
 * @param version of the photo's car.
 * @throws DomainError as changePicture; invalid without a file.
 */
export const replacePhoto = (
  enter: EnterTenant,
  objects: ObjectStore,
  photoId: string,
  { version, files }: { version: number | undefined; files: AsyncIterable<IncomingFile> },
) =>
  changePicture(enter, objects, { photoId, version, action: "car.photo_replaced" }, async () => {
    const [file] = await Array.fromAsync(files);
    if (!file) throw invalid("file", "is required");
    if (!file.bytes) throw invalid("file.0", TOO_LARGE);
    return { content: file.bytes, rotation: 0 };
  });
