import { Prisma, type TenantScope } from "../../db/index.ts";
import { inPeriod, type Period } from "./period.ts";
import type { LeadStats } from "./schemas.ts";
import { countedLeads } from "./visible-leads.ts";
import { LEAD_SOURCES, LEAD_STATUSES } from "./vocabulary.ts";

type Counts = Partial<Record<string, number>>;

interface StatsRow extends Omit<LeadStats, "byStatus" | "bySource"> {
  byStatus: Counts;
  bySource: Counts;
}

const complete = <Word extends string>(words: readonly Word[], counts: Counts) =>
  Object.fromEntries(words.map((word) => [word, counts[word] ?? 0])) as Record<Word, number>;

/**
 * Counts, in one statement and so of one instant, the leads that came in a period; those whose
 * personal data is erased as well.
 */
export async function leadStats(scope: TenantScope, period: Period): Promise<LeadStats> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<StatsRow[]>(Prisma.sql`
    WITH counted AS MATERIALIZED (
      SELECT status, source, assignee_id,
        (created_at AT TIME ZONE ${tenant.timeZone})::date AS day,
        extract(epoch FROM first_reply_at - first_inbound_at)::float8 AS reply_seconds
      FROM leads
      WHERE tenant_id = ${tenant.id}::uuid AND ${countedLeads(scope)}
        AND ${inPeriod(tenant, Prisma.sql`created_at`, period)}
    ),
    statuses AS (SELECT status, count(*)::int AS leads FROM counted GROUP BY status),
    sources AS (SELECT source, count(*)::int AS leads FROM counted GROUP BY source),
    salespeople AS (
      SELECT staff.id, staff.name, count(*)::int AS leads FROM counted
      LEFT JOIN staff ON staff.tenant_id = ${tenant.id}::uuid AND staff.id = counted.assignee_id
      GROUP BY staff.id, staff.name
    ),
    days AS (SELECT day, count(*)::int AS leads FROM counted GROUP BY day)
    SELECT count(*)::int AS total,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY reply_seconds) AS "medianFirstReplySeconds",
      (SELECT coalesce(json_object_agg(status, leads), '{}') FROM statuses) AS "byStatus",
      (SELECT coalesce(json_object_agg(source, leads), '{}') FROM sources) AS "bySource",
      (SELECT coalesce(json_agg(salespeople ORDER BY leads DESC, name), '[]') FROM salespeople) AS "bySalesperson",
      (SELECT coalesce(json_agg(days ORDER BY day), '[]') FROM days) AS "byDay"
    FROM counted`);
  const row = rows[0];
  if (!row) throw new Error("an aggregate returned no row");
  return {
    ...row,
    byStatus: complete(LEAD_STATUSES, row.byStatus),
    bySource: complete(LEAD_SOURCES, row.bySource),
  };
}
