import type { TenantScope } from "../../db/index.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";

/**
 * Sees to it that the dealership's next digest has its job, at the time of its settings on the
 * dealership's clock; also after these have changed. However often it is called, a day has one.
 * @returns when the next is due; null where digests are off.
 */
export async function scheduleDigest(scope: TenantScope): Promise<Date | null> {
  const { db, tenant, now } = scope;
  const { digest } = await getInboxSettings(scope);
  if (!digest.isOn) return null;
  const rows = await db.$queryRaw<{ day: string; dueAt: Date }[]>`
    SELECT day::text, due_at AS "dueAt" FROM (
      SELECT day, (day + ${digest.at}::time) AT TIME ZONE ${tenant.timeZone} AS due_at
      FROM generate_series(0, 2) AS later,
        LATERAL (SELECT (${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date + later AS day) days
    ) digests
    WHERE due_at > ${now}::timestamptz
    ORDER BY due_at LIMIT 1`;
  const next = rows[0];
  if (!next) throw new Error("one of three days has its digest ahead");
  const { day, dueAt } = next;
  // The day is in the key: a digest that is late is not replaced by tomorrow's.
  await enqueueJob(scope, "sendDigests", { day }, { key: `digest:${day}`, runAt: dueAt });
  return dueAt;
}
