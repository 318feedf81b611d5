import type { TenantScope } from "../../db/index.ts";
import { getCarRow } from "../cars/car-row.ts";
import { type SaleRow, saleView, selectSales } from "./sale-view.ts";
import type { Sale } from "./schemas.ts";

const LATEST = 100;

/** The latest 100 sales of a car, newest first, also those that were reopened. @throws not found. */
export async function listSales(scope: TenantScope, carId: string): Promise<Sale[]> {
  await getCarRow(scope, carId);
  const rows = await scope.db.$queryRaw<SaleRow[]>`
    ${selectSales(scope, carId)} ORDER BY sale.created_at DESC, sale.id DESC LIMIT ${LATEST}`;
  return rows.map(saleView);
}
