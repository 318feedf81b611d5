import type { TenantScope } from "../../db/index.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";

/** Tells who has the car open what became of a photo of it, and how many still wait. */
export async function publishPhotos(
  scope: TenantScope,
  carId: string,
  status: "waiting" | "ready" | "deleted" | "given_up",
): Promise<void> {
  const { db, tenant } = scope;
  const waiting = await db.photoUpload.count({ where: { tenantId: tenant.id, carId } });
  const car = await db.car.findUnique({
    where: { tenantId_id: { tenantId: tenant.id, id: carId } },
    select: { version: true },
  });
  if (!car) return;
  const payload = { carId, version: car.version, status, waiting };
  await publishLiveEvent(scope, { kind: "photo.changed", payload });
}
