import type { TenantScope } from "../../db/index.ts";

/**
 * Drops the sales of cars that came in as sold by mistake; since then nobody sold or reopened them.
 * The caller holds their rows.
 */
export const dropSales = ({ db, tenant }: TenantScope, carIds: string[]) =>
  db.carSale.deleteMany({ where: { tenantId: tenant.id, carId: { in: carIds } } });
