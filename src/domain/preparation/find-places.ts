import { Prisma, type TenantScope } from "../../db/index.ts";
import { decodePlace } from "./board-cursor.ts";
import type { PreparationQuery, Step } from "./schemas.ts";
import { selectNextSteps } from "./steps-sql.ts";

interface Places {
  /** The first cars of each column, as far as asked for, and one more. */
  cars: { id: string; step: Step; due: string }[];
  totals: { step: Step; total: number; overdue: number }[];
}

function byAssignee(
  { actor }: TenantScope,
  assignee: PreparationQuery["assignee"],
): Prisma.Sql | null {
  if (assignee === undefined) return null;
  if (assignee === "none") return Prisma.sql`assignee_id IS NULL`;
  const id = assignee !== "me" ? assignee : actor.kind === "staff" ? actor.id : null;
  return Prisma.sql`assignee_id = ${id}::uuid`;
}

/**
 * Where cars that are not sold stand on the board: each in the column of its first step that is not
 * done, what is due first at the top.
 * @throws DomainError invalid for a broken cursor.
 */
export async function findPlaces(scope: TenantScope, query: PreparationQuery): Promise<Places> {
  const { db, tenant, now } = scope;
  const { step, limit, cursor } = query;
  const after = cursor ? decodePlace(cursor) : null;
  const today = Prisma.sql`(${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date`;
  const wanted = byAssignee(scope, query.assignee) ?? Prisma.sql`TRUE`;
  const [places] = await db.$queryRaw<Places[]>`
    WITH next AS MATERIALIZED (
      SELECT open.id, open.step, said.assignee_id, coalesce(said.due_on, 'infinity') AS due
      FROM (${selectNextSteps(scope)}) open
      LEFT JOIN preparation_steps said ON said.tenant_id = ${tenant.id}::uuid
        AND said.car_id = open.id AND said.step = open.step
      WHERE open.step IS NOT NULL
    ),
    board AS (
      SELECT id, step, due FROM next
      WHERE ${wanted} ${step ? Prisma.sql`AND step = ${step}` : Prisma.empty}
    ),
    placed AS (
      SELECT id, step, due, row_number() OVER (PARTITION BY step ORDER BY due, id) AS place
      FROM board
      ${after ? Prisma.sql`WHERE (due, id) > (${after.due}::date, ${after.id}::uuid)` : Prisma.empty}
    )
    SELECT
      coalesce((SELECT json_agg(json_build_object('step', step, 'total', total, 'overdue', overdue))
        FROM (SELECT step, count(*) AS total, count(*) FILTER (WHERE due < ${today}) AS overdue
          FROM board GROUP BY step) counted), '[]') AS totals,
      coalesce((SELECT json_agg(json_build_object('id', id, 'step', step, 'due', due::text)
          ORDER BY due, id)
        FROM placed WHERE place <= ${limit + 1}), '[]') AS cars`;
  return places ?? { cars: [], totals: [] };
}
