import { Prisma, type TenantScope } from "../../db/index.ts";

/** Of a kind, the first few and how many there are. */
export interface Some<Item> {
  shown: Item[];
  total: number;
}

export interface DueTask {
  title: string;
  /** The lead's name, or what stands for it. */
  lead: string;
  dueAt: Date;
  isOverdue: boolean;
}

/** What somebody of the staff has before them. */
export interface Due {
  staff: { id: string; name: string };
  tasks: Some<DueTask>;
  /** Names of leads who wait for an answer, the longest first. */
  waiting: Some<string>;
  /** Names of leads who became this person's in the last 24 hours. */
  fresh: Some<string>;
}

interface DueRow {
  staffId: string;
  name: string;
  kind: "task" | "waiting" | "fresh";
  lead: string;
  title: string | null;
  at: Date;
  total: number;
}

/** Shown of each kind, so that a digest stays short. */
const SHOWN = 4;

/** Whom a lead is, without what they wrote: the name, or the end of the number. */
const CALLED = Prisma.sql`coalesce(leads.name, 'nomor …' || right(leads.phone, 4), 'tanpa nama')`;

/** What active staff have to do by the end of a day of the dealership's calendar; none has nothing. */
export async function findDue(scope: TenantScope, day: string): Promise<Due[]> {
  const { db, tenant, now } = scope;
  const isThere = Prisma.sql`leads.erased_at IS NULL AND leads.merged_into_id IS NULL`;
  const rows = await db.$queryRaw<DueRow[]>(Prisma.sql`
    WITH due AS (
      SELECT task.assignee_id, 'task' AS kind, ${CALLED} AS lead, task.title, task.due_at AS at
      FROM lead_tasks task
      JOIN leads ON leads.tenant_id = task.tenant_id AND leads.id = task.lead_id
      WHERE task.tenant_id = ${tenant.id}::uuid AND ${isThere} AND task.done_at IS NULL
        AND task.due_at < (${day}::date + 1)::timestamp AT TIME ZONE ${tenant.timeZone}
      UNION ALL
      SELECT leads.assignee_id, 'waiting', ${CALLED}, NULL, leads.awaiting_since
      FROM leads
      WHERE leads.tenant_id = ${tenant.id}::uuid AND ${isThere} AND leads.awaiting_since IS NOT NULL
        AND leads.status NOT IN ('closed', 'lost')
      UNION ALL
      SELECT leads.assignee_id, 'fresh', ${CALLED}, NULL, coalesce(leads.assigned_at, leads.created_at)
      FROM leads
      WHERE leads.tenant_id = ${tenant.id}::uuid AND ${isThere}
        AND leads.last_activity_at > ${now}::timestamptz - interval '2 days'
        AND coalesce(leads.assigned_at, leads.created_at) > ${now}::timestamptz - interval '1 day'
    ),
    ranked AS (
      SELECT due.*, count(*) OVER (PARTITION BY assignee_id, kind)::int AS total,
        row_number() OVER (PARTITION BY assignee_id, kind ORDER BY at, lead) AS rank
      FROM due
    )
    SELECT staff.id AS "staffId", staff.name, kind, lead, title, at, total
    FROM ranked
    JOIN staff ON staff.tenant_id = ${tenant.id}::uuid AND staff.id = ranked.assignee_id
    WHERE rank <= ${SHOWN} AND staff.status = 'active'
    ORDER BY staff.id, kind, rank`);
  const byStaff = Map.groupBy(rows, ({ staffId }) => staffId);
  return [...byStaff.values()].map((own) => dueOf(own, now));
}

function dueOf(own: DueRow[], now: Date): Due {
  const of = <Item>(kind: DueRow["kind"], item: (row: DueRow) => Item): Some<Item> => {
    const shown = own.filter((row) => row.kind === kind);
    return { shown: shown.map(item), total: shown[0]?.total ?? 0 };
  };
  const [first] = own;
  return {
    staff: { id: first?.staffId ?? "", name: first?.name ?? "" },
    tasks: of("task", ({ title, lead, at }) => ({
      ...{ title: title ?? "", lead, dueAt: at, isOverdue: at < now },
    })),
    waiting: of("waiting", ({ lead }) => lead),
    fresh: of("fresh", ({ lead }) => lead),
  };
}
