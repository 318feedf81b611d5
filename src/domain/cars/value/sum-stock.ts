import { Prisma, type TenantScope } from "../../../db/index.ts";
import { ON_OFFER } from "../numbers/on-offer.ts";

/** The query of how many cars are on offer, what is asked for them and what they are known to cost. */
export const sumStock = ({ tenant }: TenantScope): Prisma.Sql => Prisma.sql`
  SELECT count(*)::int AS cars, coalesce(sum(c.price_idr), 0)::bigint AS value,
    coalesce(sum(coalesce(c.cost_idr, 0) + coalesce(items.amount, 0)), 0)::bigint AS cost
  FROM cars c LEFT JOIN (
    SELECT car_id, sum(amount_idr) AS amount FROM car_costs
    WHERE tenant_id = ${tenant.id}::uuid GROUP BY car_id
  ) items ON items.car_id = c.id
  WHERE c.tenant_id = ${tenant.id}::uuid AND ${ON_OFFER}`;
