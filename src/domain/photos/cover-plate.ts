import type { ObjectStore } from "../../infra/object-store.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { changePicture } from "./change-picture.ts";
import type { PlateFinder } from "./plate-finder.ts";
import { readOriginal } from "./read-original.ts";

interface Cover {
  /** Of the photo's car. */
  version: number | undefined;
  action: "car.photo_plate_covered" | "car.photo_plate_shown";
  find: PlateFinder;
}

/**
 * Covers the number plate that is found in a photo, or shows it again where none is: the photo is
 * shown so when it is rendered, under another address. Once it is, the address of before is nobody's
 * any more, unless another photo has it.
 * @throws DomainError as changePicture; conflict NOT_UPLOADED for one that is an address alone.
 */
export const coverPlate = (
  enter: EnterTenant,
  objects: ObjectStore,
  photoId: string,
  { version, action, find }: Cover,
) =>
  changePicture(enter, objects, { photoId, version, action }, async (photo) => {
    const { content, rotation } = await readOriginal(objects, photo);
    return { content, rotation, plate: await find({ content, rotation }) };
  });
