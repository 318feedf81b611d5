import type { TenantScope } from "../../../db/index.ts";
import { scheduleStockValue } from "./schedule-stock-value.ts";
import { sumStock } from "./sum-stock.ts";

/**
 * Notes what the stock is worth at the end of a day, once for the day, and sees to the next day's.
 * A day that ended more than a day ago is left out: nobody knows any more what it was.
 */
export async function noteStockValue(scope: TenantScope, day: string): Promise<void> {
  const { db, tenant, now } = scope;
  await db.$executeRaw`
    INSERT INTO stock_values (tenant_id, day, cars, value_idr, cost_idr)
    SELECT ${tenant.id}::uuid, ${day}::date, stock.cars, stock.value, stock.cost
    FROM (${sumStock(scope)}) stock
    WHERE (${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date - ${day}::date <= 1
    ON CONFLICT (tenant_id, day) DO NOTHING`;
  await scheduleStockValue(scope);
}
