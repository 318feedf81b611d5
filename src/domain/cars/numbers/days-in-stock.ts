import { Prisma, type TenantScope } from "../../../db/index.ts";

/**
 * Days of the dealership's calendar that a car `c` is, or was, on offer since it was listed; it
 * counts no more once it is sold. NULL for a draft.
 */
export const daysInStock = ({ tenant, now }: TenantScope): Prisma.Sql => Prisma.sql`
  CASE WHEN c.status <> 'draft' THEN
    (coalesce(c.sold_at, ${now}::timestamptz) AT TIME ZONE ${tenant.timeZone})::date
    - (c.listed_at AT TIME ZONE ${tenant.timeZone})::date
  END`;
