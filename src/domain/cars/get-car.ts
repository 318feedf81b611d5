import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { seesCost } from "./car-columns.ts";
import { stockCar } from "./car-view.ts";
import type { Car } from "./schemas.ts";

/** One car of any status, as staff see it. @throws DomainError not found. */
export async function getCar(scope: TenantScope, id: string): Promise<Car> {
  const row = await scope.db.car.findUnique({
    where: { tenantId_id: { tenantId: scope.tenant.id, id } },
    include: { photos: { orderBy: { position: "asc" } } },
  });
  if (!row) throw notFound("car");
  return stockCar(row, seesCost(scope));
}
