import type { TenantScope } from "../../../db/index.ts";
import { conflict, notFound, versionRequired } from "../../errors.ts";
import { type CostRow, WITH_AUTHOR } from "./cost-view.ts";

/**
 * Reads a cost for a change and holds its row until the transaction ends.
 * @param version the version the change is based on.
 * @throws DomainError not found, version_required VERSION_REQUIRED, conflict VERSION_CONFLICT.
 */
export async function lockCost(
  { db, tenant }: TenantScope,
  id: string,
  version: number | undefined,
): Promise<CostRow> {
  if (version === undefined) throw versionRequired();
  await db.$executeRaw`
    SELECT 1 FROM car_costs
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid FOR UPDATE`;
  const where = { tenantId_id: { tenantId: tenant.id, id } };
  const cost = await db.carCost.findUnique({ where, include: WITH_AUTHOR });
  if (!cost) throw notFound("cost");
  if (cost.version === version) return cost;
  throw conflict(
    "VERSION_CONFLICT",
    `Somebody changed this cost: it is at version ${cost.version}, not ${version}. Read it again.`,
  );
}
