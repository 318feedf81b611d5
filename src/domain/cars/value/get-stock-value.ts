import type { TenantScope } from "../../../db/index.ts";
import { invalid } from "../../errors.ts";
import { seesCost } from "../car-columns.ts";
import type { StockValue, StockValueQuery } from "./schemas.ts";
import { sumStock } from "./sum-stock.ts";

interface Worth {
  cars: number;
  value: bigint;
  cost: bigint;
}

const USUAL_DAYS = 90;
const MOST_DAYS = 5 * 366;
const DAY_MS = 86_400_000;

const addDays = (day: string, days: number) =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** @throws DomainError invalid for a period that is none, or of more than five years. */
async function readPeriod({ db, tenant, now }: TenantScope, query: StockValueQuery) {
  const [{ today = "" } = {}] = await db.$queryRaw<{ today: string }[]>`
    SELECT ((${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date)::text AS today`;
  const to = query.to ?? today;
  const from = query.from ?? addDays(to, -USUAL_DAYS);
  if (from > to) throw invalid("from", "must not be after to");
  if (from < addDays(to, -MOST_DAYS)) throw invalid("from", "must be within five years of to");
  return { from, to };
}

/**
 * What the stock was worth day by day, and is now; at cost only for whom may see costs.
 * @throws DomainError invalid for a period that is none, or of more than five years.
 */
export async function getStockValue(
  scope: TenantScope,
  query: StockValueQuery,
): Promise<StockValue> {
  const { db, tenant } = scope;
  const { from, to } = await readPeriod(scope, query);
  const view = ({ cars, value, cost }: Worth) => ({
    ...{ cars, value: Number(value) },
    ...(seesCost(scope) && { cost: Number(cost) }),
  });
  const rows = await db.$queryRaw<(Worth & { day: string })[]>`
    SELECT day::text, cars, value_idr AS value, cost_idr AS cost FROM stock_values
    WHERE tenant_id = ${tenant.id}::uuid AND day BETWEEN ${from}::date AND ${to}::date
    ORDER BY day`;
  const [present = { cars: 0, value: 0n, cost: 0n }] = await db.$queryRaw<Worth[]>(sumStock(scope));
  const days = rows.map((row) => ({ day: row.day, ...view(row) }));
  return { from, to, days, now: view(present) };
}
