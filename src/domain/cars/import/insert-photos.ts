import { Prisma, type TenantScope } from "../../../db/index.ts";
import { findPictures } from "../../photos/find-pictures.ts";
import type { NewCar } from "../car-input.ts";
import { photoRows } from "../photo-rows.ts";

export interface CarPhotos {
  carId: string;
  photos: NonNullable<NewCar["photos"]>;
}

/** Stores the photos of cars that have none. */
export async function insertPhotos(scope: TenantScope, cars: CarPhotos[]): Promise<void> {
  const { db, tenant } = scope;
  const pictures = await findPictures(
    scope,
    cars.flatMap(({ photos }) => photos),
  );
  const records = cars.flatMap(({ carId, photos }) =>
    photoRows(tenant.id, photos, pictures).map((row) => ({ ...row, carId })),
  );
  if (records.length === 0) return;
  await db.$executeRaw(Prisma.sql`
    INSERT INTO car_photos (tenant_id, car_id, position, url, caption, is_primary, picture_id)
    SELECT ${tenant.id}::uuid, r."carId", r.position, r.url, r.caption, r."isPrimary", r."pictureId"
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      AS r("carId" uuid, position int, url text, caption text, "isPrimary" boolean, "pictureId" uuid)`);
}
