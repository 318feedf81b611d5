import type { ObjectStore } from "../../infra/object-store.ts";
import type { Rotation } from "../../infra/pictures/rotation.ts";
import { conflict } from "../errors.ts";
import type { Photo } from "./hold-photo.ts";
import { originalKey } from "./picture-key.ts";

/**
 * What a photo is made from: its original, and how it is turned and covered.
 * @throws DomainError conflict NOT_UPLOADED for a photo that is an address alone.
 */
export async function readOriginal(
  objects: ObjectStore,
  { tenantId, pictureId, picture }: Photo,
): Promise<{ content: Uint8Array; rotation: Rotation; plate: string }> {
  const original = pictureId && (await objects.get(originalKey(tenantId, pictureId)));
  if (!picture || !original) {
    throw conflict("NOT_UPLOADED", "Only a photo that was uploaded can be changed so.");
  }
  const content = await new Response(original).bytes();
  return { content, rotation: picture.rotation as Rotation, plate: picture.plate };
}
