import { Prisma, type TenantScope } from "../../db/index.ts";
import { STEPS } from "./schemas.ts";

const VALUES = Prisma.join(STEPS.map((step, place) => Prisma.sql`(${step}::text, ${place}::int)`));

/** Whether what a step is about is there, where that can be told; NULL where only staff can tell. */
const fact = ({ tenant }: TenantScope) => Prisma.sql`
  CASE s.step
    WHEN 'photos' THEN EXISTS (SELECT FROM car_photos photo
      WHERE photo.tenant_id = ${tenant.id}::uuid AND photo.car_id = c.id)
    WHEN 'price' THEN c.price_idr IS NOT NULL
  END`;

/**
 * The steps of the cars `c` that a condition holds for, each with its state as it is: what staff
 * said, but photos and price are done by themselves when they are there, and never without.
 */
export const selectSteps = (scope: TenantScope, condition: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT of_car.id AS car_id, of_car.step, of_car.place, said.assignee_id, said.note, said.due_on,
    said.done_at, said.done_by_id,
    CASE WHEN fact THEN coalesce(said.state, 'done')
      WHEN said.state = 'done' AND NOT fact THEN 'to_do'
      ELSE coalesce(said.state, 'to_do') END AS state
  FROM (
    SELECT c.id, s.step, s.place, ${fact(scope)} AS fact
    FROM cars c CROSS JOIN (VALUES ${VALUES}) AS s(step, place)
    WHERE c.tenant_id = ${scope.tenant.id}::uuid AND ${condition}
  ) of_car
  LEFT JOIN preparation_steps said ON said.tenant_id = ${scope.tenant.id}::uuid
    AND said.car_id = of_car.id AND said.step = of_car.step`;
