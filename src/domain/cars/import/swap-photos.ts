import type { TenantScope } from "../../../db/index.ts";
import { sweepPicturesLater } from "../../photos/sweep-picture-later.ts";
import { UNDO_FOR } from "./import-manner.ts";
import { type CarPhotos, insertPhotos } from "./insert-photos.ts";

/** Gives cars, whose rows the caller holds, other photos. Pictures that went can still come back. */
export async function swapPhotos(scope: TenantScope, cars: CarPhotos[]): Promise<void> {
  const { db, tenant } = scope;
  if (cars.length === 0) return;
  const former = { tenantId: tenant.id, carId: { in: cars.map(({ carId }) => carId) } };
  const gone = await db.carPhoto.findMany({
    where: { ...former, pictureId: { not: null } },
    select: { pictureId: true },
  });
  await db.carPhoto.deleteMany({ where: former });
  await insertPhotos(scope, cars);
  const pictures = gone.flatMap(({ pictureId }) => pictureId ?? []);
  await sweepPicturesLater(scope, pictures, UNDO_FOR);
}
