import { Prisma, type TenantScope } from "../../db/index.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import { inPeriod, type Period } from "../leads/period.ts";
import type { LeadSource } from "../leads/vocabulary.ts";
import { allows } from "../staff/permissions.ts";
import type { ReplyFigures } from "./schemas.ts";

type Figures = ReplyFigures["total"];

interface FigureRow extends Figures {
  grouping: "total" | "salesperson" | "source" | "hour";
  id: string | null;
  name: string | null;
  source: LeadSource | null;
  hour: number | null;
}

/** The condition on `leads` under which somebody is told of their answers: sales of their own. */
function toldTo({ actor }: TenantScope): Prisma.Sql {
  if (allows(actor, "leads:all")) return Prisma.sql`TRUE`;
  if (actor.kind !== "staff") return Prisma.sql`FALSE`;
  return Prisma.sql`leads.assignee_id = ${actor.id}::uuid`;
}

/** A query with a row for each salesperson, source and hour, and one for all. */
function figures(scope: TenantScope, period: Period, targetSeconds: number): Prisma.Sql {
  const { tenant } = scope;
  return Prisma.sql`
    WITH counted AS MATERIALIZED (
      SELECT assignee_id, source, escalations, first_reply_at,
        first_reply_open_seconds AS seconds,
        extract(hour FROM first_inbound_at AT TIME ZONE ${tenant.timeZone})::int AS hour
      FROM leads
      WHERE tenant_id = ${tenant.id}::uuid AND first_inbound_at IS NOT NULL
        AND merged_into_id IS NULL AND ${toldTo(scope)}
        AND ${inPeriod(tenant, Prisma.sql`first_inbound_at`, period)}
    ),
    grouped AS (
      SELECT
        CASE WHEN grouping(assignee_id) = 0 THEN 'salesperson' WHEN grouping(source) = 0 THEN 'source'
          WHEN grouping(hour) = 0 THEN 'hour' ELSE 'total' END AS grouping,
        assignee_id, source, hour,
        count(*)::int AS leads, count(first_reply_at)::int AS answered,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS "medianSeconds",
        percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds) AS "p90Seconds",
        count(*) FILTER (WHERE seconds <= ${targetSeconds})::float8 / nullif(count(*), 0) AS "withinTarget",
        coalesce(sum(escalations), 0)::int AS escalations
      FROM counted GROUP BY GROUPING SETS ((), (assignee_id), (source), (hour))
    )
    SELECT grouped.*, staff.id, staff.name FROM grouped
    LEFT JOIN staff ON staff.tenant_id = ${tenant.id}::uuid AND staff.id = grouped.assignee_id
    ORDER BY grouped.leads DESC, staff.name, grouped.source, grouped.hour`;
}

const figuresOf = (row: FigureRow): Figures => ({
  ...{ leads: row.leads, answered: row.answered, escalations: row.escalations },
  ...{ medianSeconds: row.medianSeconds, p90Seconds: row.p90Seconds },
  withinTarget: row.withinTarget,
});

/**
 * How fast persons who wrote first in a period were answered, in opening hours: by salesperson,
 * source and hour. Sales are told of their own leads alone.
 */
export async function replyFigures(scope: TenantScope, period: Period): Promise<ReplyFigures> {
  const { targets } = await getInboxSettings(scope);
  const query = figures(scope, period, targets.firstReply * 60);
  const rows = await scope.db.$queryRaw<FigureRow[]>(query);
  const of = (grouping: FigureRow["grouping"]) => rows.filter((row) => row.grouping === grouping);
  const [total] = of("total");
  if (!total) throw new Error("an aggregate returned no row");
  return {
    total: figuresOf(total),
    bySalesperson: of("salesperson").map((row) => ({
      ...{ id: row.id, name: row.name },
      ...figuresOf(row),
    })),
    bySource: of("source").flatMap((row) =>
      row.source === null ? [] : { source: row.source, ...figuresOf(row) },
    ),
    byHour: of("hour")
      .flatMap((row) => (row.hour === null ? [] : { hour: row.hour, ...figuresOf(row) }))
      .toSorted((a, b) => a.hour - b.hour),
  };
}
