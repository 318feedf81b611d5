import type { TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { type SaleRow, saleView, selectSales } from "./sale-view.ts";
import type { Sale } from "./schemas.ts";

/** The sale of a car that stands. @throws DomainError not found. */
export async function getSale(scope: TenantScope, carId: string): Promise<Sale> {
  const [row] = await scope.db.$queryRaw<SaleRow[]>`
    ${selectSales(scope, carId)} AND sale.reopened_at IS NULL`;
  if (!row) throw notFound("sale");
  return saleView(row);
}
