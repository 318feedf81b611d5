import type { TenantScope } from "../../db/index.ts";
import { conflict, versionRequired } from "../errors.ts";
import { type CarRow, getCarRow } from "./car-row.ts";

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
  const tenantId = scope.tenant.id;
  await scope.db.$executeRaw`
    SELECT 1 FROM cars WHERE tenant_id = ${tenantId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const car = await getCarRow(scope, id);
  if (car.version !== version) {
    throw conflict(
      "VERSION_CONFLICT",
      `Somebody changed this car: it is at version ${car.version}, not ${version}. Read it again.`,
    );
  }
  return car;
}
