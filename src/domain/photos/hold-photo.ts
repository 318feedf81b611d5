import type { TenantScope } from "../../db/index.ts";
import { lockCar } from "../cars/lock-car.ts";
import { notFound } from "../errors.ts";

export interface PhotoVersion {
  photoId: string;
  /** Of its car. */
  version: number | undefined;
}

export type Photo = Awaited<ReturnType<typeof holdPhoto>>;

/**
 * A photo at the version of its car that a change is based on. The car's row is held until the
 * transaction ends.
 * @throws DomainError not found, version_required, conflict VERSION_CONFLICT.
 */
export async function holdPhoto(scope: TenantScope, { photoId: id, version }: PhotoVersion) {
  const { db, tenant } = scope;
  const where = { tenantId: tenant.id, id };
  const found = await db.carPhoto.findFirst({ where, select: { carId: true } });
  if (!found) throw notFound("photo");
  const car = await lockCar(scope, found.carId, version);
  const photo = car.photos.find((one) => one.id === id);
  if (!photo) throw notFound("photo");
  return { ...photo, tenantId: tenant.id, others: car.photos.filter((one) => one !== photo) };
}
