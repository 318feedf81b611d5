import type { TenantScope } from "../../../db/index.ts";
import { enqueueJob } from "../../enqueue-job.ts";

/**
 * Sees to it that the stock's value is noted at the end of the dealership's day. However often it
 * is called, a day has one job, which sees to the next day's.
 */
export async function scheduleStockValue(scope: TenantScope): Promise<void> {
  const { db, tenant, now } = scope;
  const rows = await db.$queryRaw<{ day: string; endsAt: Date }[]>`
    SELECT day::text, (day + 1)::timestamp AT TIME ZONE ${tenant.timeZone} AS "endsAt"
    FROM (SELECT (${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date AS day) today`;
  for (const { day, endsAt } of rows) {
    const options = { key: `stock-value:${day}`, runAt: endsAt };
    await enqueueJob(scope, "noteStockValue", { day }, options);
  }
}
