import type { CarChange } from "./car-input.ts";

/**
 * Photos in their order, with exactly one primary.
 * @param pictures the ids of the pictures that some of their addresses name.
 */
export function photoRows(
  tenantId: string,
  photos: NonNullable<CarChange["photos"]>,
  pictures: ReadonlyMap<string, string> = new Map(),
) {
  const marked = photos.findIndex((photo) => photo.primary);
  return photos.map(({ url, caption }, position) => ({
    tenantId,
    position,
    url,
    caption: caption ?? null,
    isPrimary: position === Math.max(marked, 0),
    pictureId: pictures.get(url) ?? null,
  }));
}
