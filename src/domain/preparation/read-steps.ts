import { Prisma, type TenantScope } from "../../db/index.ts";
import type { PreparationStep } from "./schemas.ts";
import { selectSteps } from "./steps-sql.ts";

interface StepRow extends Pick<PreparationStep, "step" | "state" | "note" | "dueOn"> {
  carId: string;
  assigneeId: string | null;
  assigneeName: string | null;
  doneAt: Date | null;
  doneById: string | null;
  doneByName: string | null;
}

const named = (id: string | null, name: string | null) =>
  id === null || name === null ? null : { id, name };

const stepView = (row: StepRow): PreparationStep => ({
  ...{ step: row.step, state: row.state, note: row.note, dueOn: row.dueOn },
  assignee: named(row.assigneeId, row.assigneeName),
  doneAt: row.doneAt?.toISOString() ?? null,
  doneBy: named(row.doneById, row.doneByName),
});

/** The steps of cars, in their order, by the car's id. */
export async function readSteps(
  scope: TenantScope,
  carIds: string[],
): Promise<Map<string, PreparationStep[]>> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<StepRow[]>`
    SELECT steps.car_id AS "carId", step, state, note, due_on::text AS "dueOn",
      assignee.id AS "assigneeId", assignee.name AS "assigneeName",
      CASE WHEN state = 'done' THEN done_at END AS "doneAt",
      CASE WHEN state = 'done' THEN doer.id END AS "doneById", doer.name AS "doneByName"
    FROM (${selectSteps(scope, Prisma.sql`c.id = ANY (${carIds}::uuid[])`)}) steps
    LEFT JOIN staff assignee ON assignee.tenant_id = ${tenant.id}::uuid
      AND assignee.id = steps.assignee_id
    LEFT JOIN staff doer ON doer.tenant_id = ${tenant.id}::uuid AND doer.id = steps.done_by_id
    ORDER BY steps.car_id, place`;
  const byCar = Map.groupBy(rows, ({ carId }) => carId);
  return new Map([...byCar].map(([carId, own]) => [carId, own.map(stepView)]));
}
