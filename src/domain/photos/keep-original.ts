import type { TenantScope } from "../../db/index.ts";
import type { ObjectStore } from "../../infra/object-store.ts";
import type { InspectedPicture } from "../../infra/pictures.ts";
import { storeIsAway } from "../media/store-is-away.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";
import { originalKey } from "./picture-key.ts";
import type { PictureIdentity } from "./picture-link.ts";
import { lockPicture } from "./picture-row.ts";
import { sweepPicturesLater } from "./sweep-picture-later.ts";

/** A picture whose original is kept, and that may not be written down yet. */
export interface KeptPicture extends PictureIdentity, InspectedPicture {
  id: string;
  /** Of the original. */
  bytes: number;
}

/**
 * Keeps a picture's original, unless the dealership has it already. Its removal is arranged before
 * it is kept, so that one that is never written down does not stay.
 * @throws DomainError busy while the object store does not answer.
 */
export async function keepOriginal(
  enter: EnterTenant,
  objects: ObjectStore,
  content: Uint8Array,
  picture: PictureIdentity & InspectedPicture,
): Promise<KeptPicture> {
  const { id, isKnown, key } = await enter(async (scope: TenantScope) => {
    const known = await lockPicture(scope, picture);
    const pictureId = known?.id ?? Bun.randomUUIDv7();
    await sweepPicturesLater(scope, [pictureId]);
    const { tenant } = scope;
    return { id: pictureId, isKnown: known !== null, key: originalKey(tenant.id, pictureId) };
  });
  if (!isKnown) await objects.put(key, content, picture.contentType).catch(storeIsAway);
  return { ...picture, id, bytes: content.length };
}
