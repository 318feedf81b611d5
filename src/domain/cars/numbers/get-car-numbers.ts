import type { TenantScope } from "../../../db/index.ts";
import { notFound } from "../../errors.ts";
import { seesCost } from "../car-columns.ts";
import { bandOf } from "./ageing-bands.ts";
import { daysInStock } from "./days-in-stock.ts";
import { listDays } from "./list-days.ts";
import { listPrices } from "./list-prices.ts";
import { type CostSums, marginOf } from "./margin.ts";
import type { CarNumbers } from "./schemas.ts";

interface NumbersRow extends CostSums {
  days: number | null;
  enquiries: number;
  views: bigint;
}

/** What a car brings and costs; costs only for whom may see them. @throws DomainError not found. */
export async function getCarNumbers(scope: TenantScope, id: string): Promise<CarNumbers> {
  const { db, tenant } = scope;
  const [row] = await db.$queryRaw<NumbersRow[]>`
    SELECT c.price_idr AS price, c.cost_idr AS cost, ${daysInStock(scope)} AS days, items.*,
      (SELECT count(*)::int FROM enquiries e
       WHERE e.tenant_id = c.tenant_id AND e.car_id = c.id) AS enquiries,
      coalesce((SELECT total.views FROM car_view_totals total
        WHERE total.tenant_id = c.tenant_id AND total.car_id = c.id), 0) AS views
    FROM cars c, LATERAL (
      SELECT (sum(amount_idr) FILTER (WHERE kind = 'purchase'))::bigint AS purchase,
        (sum(amount_idr) FILTER (WHERE kind = 'repair'))::bigint AS repair,
        (sum(amount_idr) FILTER (WHERE kind = 'tax'))::bigint AS tax,
        (sum(amount_idr) FILTER (WHERE kind = 'other'))::bigint AS other
      FROM car_costs WHERE tenant_id = c.tenant_id AND car_id = c.id
    ) items
    WHERE c.tenant_id = ${tenant.id}::uuid AND c.id = ${id}::uuid`;
  if (!row) throw notFound("car");
  return {
    price: row.price === null ? null : Number(row.price),
    daysInStock: row.days,
    ageing: row.days === null ? null : bandOf(row.days),
    enquiries: row.enquiries,
    views: Number(row.views),
    days: await listDays(scope, id),
    prices: await listPrices(scope, id),
    ...(seesCost(scope) && { costs: marginOf(row) }),
  };
}
