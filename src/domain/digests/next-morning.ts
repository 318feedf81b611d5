import type { TenantScope } from "../../db/index.ts";

/**
 * The next moment at which a dealership's clock shows a time.
 * @param at such as 08:00.
 * @returns it, and its day of the dealership's calendar.
 */
export async function nextMorning(
  { db, tenant, now }: TenantScope,
  at: string,
): Promise<{ day: string; dueAt: Date }> {
  const rows = await db.$queryRaw<{ day: string; dueAt: Date }[]>`
    SELECT day::text, due_at AS "dueAt" FROM (
      SELECT day, (day + ${at}::time) AT TIME ZONE ${tenant.timeZone} AS due_at
      FROM generate_series(0, 2) AS later,
        LATERAL (SELECT (${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date + later AS day) days
    ) mornings
    WHERE due_at > ${now}::timestamptz
    ORDER BY due_at LIMIT 1`;
  const next = rows[0];
  if (!next) throw new Error("one of three days has its morning ahead");
  return next;
}
