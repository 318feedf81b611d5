import type { ObjectStore } from "../../infra/object-store.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { changePicture } from "./change-picture.ts";
import { readOriginal } from "./read-original.ts";

interface Turn {
  /** Of the photo's car. */
  version: number | undefined;
  /** Clockwise, from how it is shown. */
  degrees: 90 | 180 | 270;
}

/**
 * Turns a photo: it is shown so when it is rendered. What is covered of it stays covered.
 * @throws DomainError as changePicture; conflict NOT_UPLOADED for one that is an address alone.
 */
export const rotatePhoto = (
  enter: EnterTenant,
  objects: ObjectStore,
  photoId: string,
  { version, degrees }: Turn,
) =>
  changePicture(
    enter,
    objects,
    { photoId, version, action: "car.photo_rotated" },
    async (photo) => {
      const { rotation, ...original } = await readOriginal(objects, photo);
      return { ...original, rotation: ((rotation + degrees) % 360) as Rotation };
    },
  );
