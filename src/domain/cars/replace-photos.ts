import type { TenantScope } from "../../db/index.ts";
import { findPictures } from "../photos/find-pictures.ts";
import { sweepPicturesLater } from "../photos/sweep-picture-later.ts";
import type { CarChange } from "./car-input.ts";
import type { CarRow } from "./car-row.ts";
import { photoRows } from "./photo-rows.ts";

/** Gives a car other photos; those that stay keep their ids, and pictures that go are removed. */
export async function replacePhotos(
  scope: TenantScope,
  { id: carId, photos: former }: Pick<CarRow, "id" | "photos">,
  photos: NonNullable<CarChange["photos"]>,
): Promise<void> {
  const { db, tenant } = scope;
  const rows = photoRows(tenant.id, photos, await findPictures(scope, photos));
  const ids = new Map(former.map(({ url, id }) => [url, id]));
  await db.carPhoto.deleteMany({ where: { tenantId: tenant.id, carId } });
  await db.carPhoto.createMany({
    data: rows.map((row) => {
      const id = ids.get(row.url);
      // Of two with the same address one alone can be the former.
      ids.delete(row.url);
      return { ...row, id, carId };
    }),
  });
  const left = new Set(rows.map(({ pictureId }) => pictureId));
  const gone = former.flatMap(({ pictureId }) => pictureId ?? []).filter((id) => !left.has(id));
  await sweepPicturesLater(scope, gone);
}
