import type { TenantScope } from "../../db/index.ts";

/**
 * Keeps a sale of which no more is known than the car, its price and the day, for those cars that
 * came in as sold and have none. The caller holds the stock; who took the cars in is recorded.
 */
export async function openPlainSales(
  { db, tenant, now }: TenantScope,
  carIds: string[],
): Promise<void> {
  if (carIds.length === 0) return;
  await db.$executeRaw`
    INSERT INTO car_sales (tenant_id, car_id, car_title, price_idr, sold_on, created_at)
    SELECT ${tenant.id}::uuid, c.id, concat_ws(' ', c.year, c.brand, c.model, c.variant), c.price_idr,
      (coalesce(c.sold_at, ${now}::timestamptz) AT TIME ZONE ${tenant.timeZone})::date,
      ${now}::timestamptz
    FROM cars c
    WHERE c.tenant_id = ${tenant.id}::uuid AND c.id = ANY (${carIds}::uuid[]) AND c.status = 'sold'
      AND NOT EXISTS (SELECT FROM car_sales sale WHERE sale.tenant_id = ${tenant.id}::uuid
        AND sale.car_id = c.id AND sale.reopened_at IS NULL)`;
}
