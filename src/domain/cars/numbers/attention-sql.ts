import { Prisma, type TenantScope } from "../../../db/index.ts";
import {
  AGED_AFTER,
  type AttentionReason,
  DUE_WITHIN,
  FEWEST_LIKE_CARS,
  HIGH_ABOVE,
} from "./attention-schemas.ts";
import { daysInStock } from "./days-in-stock.ts";
import { ON_OFFER } from "./on-offer.ts";

/** The condition of each reason on a row of `looked`. */
export const CONDITIONS: Record<AttentionReason, Prisma.Sql> = {
  no_photo: Prisma.sql`"hasNoPhoto"`,
  aged: Prisma.sql`days > ${AGED_AFTER}`,
  annual_tax_due: Prisma.sql`"taxIn" <= ${DUE_WITHIN}`,
  stnk_due: Prisma.sql`"stnkIn" <= ${DUE_WITHIN}`,
  above_like_cars: Prisma.sql`price * 100 > median * ${100 + HIGH_ABOVE}`,
};

/**
 * Common tables up to `looked`, which has every car on offer with what the reasons ask. Like cars
 * are sorted once for each brand, model and year; a car itself is not like itself, and as `prices`
 * holds its price too, the others' price at a place is the next one from its own price on.
 */
export function lookedAt(scope: TenantScope): Prisma.Sql {
  const { tenant, now } = scope;
  const today = Prisma.sql`(${now}::timestamptz AT TIME ZONE ${tenant.timeZone})::date`;
  const at = (place: Prisma.Sql) => Prisma.sql`
    CASE WHEN prices[${place}] < price THEN prices[${place}] ELSE prices[${place} + 1] END`;
  return Prisma.sql`
    stock AS MATERIALIZED (
      SELECT c.id, c.listed_at, c.price_idr AS price, c.year, ${daysInStock(scope)} AS days,
        lower(c.brand || ' ' || c.model) COLLATE "C" AS model,
        c.annual_tax_until - ${today} AS "taxIn", c.stnk_until - ${today} AS "stnkIn",
        NOT EXISTS (SELECT FROM car_photos p
          WHERE p.tenant_id = ${tenant.id}::uuid AND p.car_id = c.id) AS "hasNoPhoto"
      FROM cars c WHERE c.tenant_id = ${tenant.id}::uuid AND ${ON_OFFER}
    ),
    years AS (SELECT model, year, array_agg(price) AS prices FROM stock GROUP BY model, year),
    likes AS (
      SELECT model, of_year.year, array_agg(price ORDER BY price) AS prices,
        count(*)::int - 1 AS others
      FROM years of_year JOIN years near USING (model), unnest(near.prices) AS price
      WHERE near.year BETWEEN of_year.year - 1 AND of_year.year + 1
      GROUP BY model, of_year.year HAVING count(*) > ${FEWEST_LIKE_CARS}
    ),
    looked AS (
      SELECT id, listed_at, price, days, "taxIn", "stnkIn", "hasNoPhoto", others,
        (${at(Prisma.sql`(others + 1) / 2`)} + ${at(Prisma.sql`(others + 2) / 2`)}) / 2 AS median
      FROM stock LEFT JOIN likes USING (model, year)
    )`;
}
