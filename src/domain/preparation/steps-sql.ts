import { Prisma, type TenantScope } from "../../db/index.ts";
import { STEPS, type Step } from "./schemas.ts";

/** Whether what a step is about is there on a car `c`, where that can be told. */
const FACTS: Partial<Record<Step, (scope: TenantScope) => Prisma.Sql>> = {
  photos: ({ tenant }) => Prisma.sql`EXISTS (SELECT FROM car_photos photo
    WHERE photo.tenant_id = ${tenant.id}::uuid AND photo.car_id = c.id)`,
  price: () => Prisma.sql`c.price_idr IS NOT NULL`,
};

/**
 * The state of a step of a car `c` as it is: what staff said, but photos and price are done by
 * themselves when they are there, and never without.
 */
function stateOf(scope: TenantScope, step: Step, said: Prisma.Sql): Prisma.Sql {
  const fact = FACTS[step]?.(scope);
  if (!fact) return Prisma.sql`coalesce(${said}.state, 'to_do')`;
  return Prisma.sql`
    CASE WHEN ${fact} THEN coalesce(${said}.state, 'done')
      WHEN ${said}.state = 'in_progress' THEN 'in_progress' ELSE 'to_do' END`;
}

/** Joins what staff said of a step to cars `c`. */
const joinSaid = ({ tenant }: TenantScope, step: Step, said: Prisma.Sql) => Prisma.sql`
  LEFT JOIN preparation_steps ${said} ON ${said}.tenant_id = ${tenant.id}::uuid
    AND ${said}.car_id = c.id AND ${said}.step = ${step}`;

/** The steps of the cars `c` that a condition holds for. */
export function selectSteps(scope: TenantScope, condition: Prisma.Sql): Prisma.Sql {
  const said = Prisma.sql`said`;
  const selects = STEPS.map(
    (step, place) => Prisma.sql`
      SELECT c.id AS car_id, ${step}::text AS step, ${place}::int AS place, said.assignee_id,
        said.note, said.due_on, said.done_at, said.done_by_id,
        ${stateOf(scope, step, said)} AS state
      FROM cars c ${joinSaid(scope, step, said)}
      WHERE c.tenant_id = ${scope.tenant.id}::uuid AND ${condition}`,
  );
  return Prisma.join(selects, " UNION ALL ");
}

/** The cars that are not sold, each with its first step that is not done; NULL where there is none. */
export function selectNextSteps(scope: TenantScope): Prisma.Sql {
  const steps = STEPS.map((step) => ({ step, said: Prisma.raw(`of_${step}`) }));
  const cases = steps.map(
    ({ step, said }) => Prisma.sql`WHEN ${stateOf(scope, step, said)} <> 'done' THEN ${step}::text`,
  );
  return Prisma.sql`
    SELECT c.id, CASE ${Prisma.join(cases, " ")} END AS step
    FROM cars c ${Prisma.join(
      steps.map(({ step, said }) => joinSaid(scope, step, said)),
      " ",
    )}
    WHERE c.tenant_id = ${scope.tenant.id}::uuid AND c.status <> 'sold'`;
}
