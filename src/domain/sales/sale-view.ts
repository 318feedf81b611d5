import { Prisma, type TenantScope } from "../../db/index.ts";
import { visibleLeads } from "../leads/visible-leads.ts";
import { allows } from "../staff/permissions.ts";
import type { Sale } from "./schemas.ts";

export interface SaleRow extends Omit<Sale, "lead" | "salesperson" | "reopenedBy" | "priceIdr"> {
  leadId: string | null;
  leadName: string | null;
  salespersonId: string | null;
  salespersonName: string | null;
  reopenedById: string | null;
  reopenedByName: string | null;
  priceIdr: bigint;
}

const instant = (column: string) =>
  Prisma.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** A car's sales, ready for further conditions by AND; the buyer where the actor may know of them. */
export function selectSales(scope: TenantScope, carId: string): Prisma.Sql {
  const tenantId = scope.tenant.id;
  const seesBuyers = allows(scope.actor, "leads:read");
  const seesLeads = seesBuyers ? visibleLeads(scope) : Prisma.sql`FALSE`;
  const seen = (column: string) => (seesBuyers ? Prisma.raw(column) : Prisma.sql`NULL`);
  return Prisma.sql`
    SELECT sale.id, sale.car_id AS "carId", leads.id AS "leadId", leads.name AS "leadName",
      ${seen("sale.buyer_name")} AS "buyerName", ${seen("sale.buyer_phone")} AS "buyerPhone",
      sale.price_idr AS "priceIdr", seller.id AS "salespersonId", seller.name AS "salespersonName",
      sale.sold_on::text AS "soldOn", ${instant("sale.created_at")} AS "createdAt",
      ${instant("sale.reopened_at")} AS "reopenedAt", reopener.id AS "reopenedById",
      reopener.name AS "reopenedByName", ${seen("sale.reopen_reason")} AS "reopenReason"
    FROM car_sales sale
    LEFT JOIN leads ON leads.tenant_id = ${tenantId}::uuid AND leads.id = sale.lead_id
      AND ${seesLeads}
    LEFT JOIN staff seller ON seller.tenant_id = ${tenantId}::uuid AND seller.id = sale.salesperson_id
    LEFT JOIN staff reopener ON reopener.tenant_id = ${tenantId}::uuid
      AND reopener.id = sale.reopened_by_id
    WHERE sale.tenant_id = ${tenantId}::uuid AND sale.car_id = ${carId}::uuid`;
}

const named = (id: string | null, name: string | null) => (id === null ? null : { id, name });

export const saleView = (row: SaleRow): Sale => ({
  ...{ id: row.id, carId: row.carId, lead: named(row.leadId, row.leadName) },
  ...{ buyerName: row.buyerName, buyerPhone: row.buyerPhone, priceIdr: Number(row.priceIdr) },
  ...{ salesperson: named(row.salespersonId, row.salespersonName), soldOn: row.soldOn },
  ...{ createdAt: row.createdAt, reopenedAt: row.reopenedAt, reopenReason: row.reopenReason },
  reopenedBy: named(row.reopenedById, row.reopenedByName),
});
