import type { TenantScope } from "../../db/index.ts";
import { seesCost } from "./car-columns.ts";
import { getCarRow } from "./car-row.ts";
import { stockCar } from "./car-view.ts";
import type { Car } from "./schemas.ts";

/** One car of any status, as staff see it. @throws DomainError not found. */
export const getCar = async (scope: TenantScope, id: string): Promise<Car> =>
  stockCar(await getCarRow(scope, id), seesCost(scope));
