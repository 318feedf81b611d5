import type { ObjectStore } from "../../infra/object-store.ts";
import type { Rotation } from "../../infra/pictures.ts";
import { conflict } from "../errors.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { changePicture } from "./change-picture.ts";
import { originalKey } from "./picture-key.ts";

interface Turn {
  /** Of the photo's car. */
  version: number | undefined;
  /** Clockwise, from how it is shown. */
  degrees: 90 | 180 | 270;
}

/**
 * Turns a photo: it is shown so when it is rendered.
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
    async ({ tenantId, pictureId, picture }) => {
      const original = pictureId && (await objects.get(originalKey(tenantId, pictureId)));
      if (!picture || !original) {
        throw conflict("NOT_UPLOADED", "Only a photo that was uploaded can be turned.");
      }
      const content = await new Response(original).bytes();
      return { content, rotation: ((picture.rotation + degrees) % 360) as Rotation };
    },
  );
