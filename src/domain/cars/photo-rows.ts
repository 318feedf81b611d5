import type { CarChange } from "./car-input.ts";

/** Photos in their order, with exactly one primary. */
export function photoRows(tenantId: string, photos: NonNullable<CarChange["photos"]>) {
  const marked = photos.findIndex((photo) => photo.primary);
  return photos.map(({ url, caption }, position) => ({
    tenantId,
    position,
    url,
    caption: caption ?? null,
    isPrimary: position === Math.max(marked, 0),
  }));
}
