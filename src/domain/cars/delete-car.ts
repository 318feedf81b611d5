import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { assertNotHeld } from "../holds/assert-not-held.ts";
import { sweepPicturesLater } from "../photos/sweep-picture-later.ts";
import { tellBoard } from "../preparation/tell-board.ts";
import { forgetCar } from "../subscriptions/forget-car.ts";
import { auditedCar } from "./car-row.ts";
import { lockCar } from "./lock-car.ts";

/**
 * Removes a car for good. Enquiries about it stay with its name, and cards
 * that were sent with their text, and sales with its name.
 * @param version the version the removal is based on.
 * @throws DomainError not found, version_required VERSION_REQUIRED, conflict VERSION_CONFLICT or
 * CAR_HELD.
 */
export async function deleteCar(
  scope: TenantScope,
  id: string,
  version: number | undefined,
): Promise<void> {
  const { db, tenant } = scope;
  const car = await lockCar(scope, id, version);
  await assertNotHeld(scope, id);
  await db.enquiry.updateMany({
    where: { tenantId: tenant.id, carId: id },
    data: { carId: null },
  });
  await db.conversation.updateMany({
    where: { tenantId: tenant.id, carId: id },
    data: { carId: null, carConfidence: null, carEvidence: null, carSetById: null },
  });
  await db.message.updateMany({
    where: { tenantId: tenant.id, carId: id },
    data: { carId: null },
  });
  await db.carSale.updateMany({ where: { tenantId: tenant.id, carId: id }, data: { carId: null } });
  await forgetCar(scope, id);
  await db.car.deleteMany({ where: { tenantId: tenant.id, id } });
  await sweepPicturesLater(
    scope,
    car.photos.flatMap(({ pictureId }) => pictureId ?? []),
  );
  const before = auditedCar(car);
  await tellBoard(scope, id);
  await recordAuditEvent(scope, { action: "car.deleted", subject: "car", id, before });
}
