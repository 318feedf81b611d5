import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { lockCar } from "./lock-car.ts";

/**
 * Removes a car for good. Enquiries about it stay with its name.
 * @param version checked when given.
 * @throws DomainError not found, conflict VERSION_CONFLICT.
 */
export async function deleteCar(scope: TenantScope, id: string, version?: number): Promise<void> {
  const { db, tenant } = scope;
  if (version !== undefined) await lockCar(scope, id, version);
  await db.enquiry.updateMany({
    where: { tenantId: tenant.id, carId: id },
    data: { carId: null },
  });
  const { count } = await db.car.deleteMany({ where: { tenantId: tenant.id, id } });
  if (count === 0) throw notFound("car");
}
