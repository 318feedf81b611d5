import type { TenantScope } from "../../db/index.ts";
import { conflict, versionRequired } from "../errors.ts";
import { type CarRow, getCarRow } from "./car-row.ts";
import { reserveDisplayNumbers } from "./display-code.ts";

/** Reads a car and holds its row until the transaction ends. @throws DomainError not found. */
async function lockCarRow(scope: TenantScope, id: string): Promise<CarRow> {
  await scope.db.$executeRaw`
    SELECT 1 FROM cars WHERE tenant_id = ${scope.tenant.id}::uuid AND id = ${id}::uuid FOR UPDATE`;
  return getCarRow(scope, id);
}

/**
 * Holds the stock and a car's row until the transaction ends: for a change that names no version.
 * @throws DomainError not found.
 */
export async function lockStockCar(scope: TenantScope, id: string): Promise<CarRow> {
  // Always before the car's own row, so that two changes cannot wait for each other.
  await reserveDisplayNumbers(scope, 0);
  return lockCarRow(scope, id);
}

/**
 * Reads a car for a change and holds its row until the transaction ends.
 * @param version the version the change is based on.
 * @throws DomainError not found, version_required VERSION_REQUIRED, conflict VERSION_CONFLICT.
 */
export async function lockCar(
  scope: TenantScope,
  id: string,
  version: number | undefined,
): Promise<CarRow> {
  if (version === undefined) throw versionRequired();
  const car = await lockCarRow(scope, id);
  if (car.version !== version) {
    throw conflict(
      "VERSION_CONFLICT",
      `Somebody changed this car: it is at version ${car.version}, not ${version}. Read it again.`,
    );
  }
  return car;
}
