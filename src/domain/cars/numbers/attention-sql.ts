import { Prisma, type TenantScope } from "../../../db/index.ts";
import { today } from "../../calendar/today.ts";
import {
  AGED_AFTER,
  type AttentionReason,
  DUE_WITHIN,
  FEWEST_LIKE_CARS,
  HIGH_ABOVE,
  MANY_VIEWS,
} from "./attention-schemas.ts";
import { ON_OFFER } from "./on-offer.ts";

const { sql } = Prisma;

/** The condition of each reason on a row of `looked`. */
export const CONDITIONS: Record<AttentionReason, Prisma.Sql> = {
  no_photo: sql`"hasNoPhoto"`,
  aged: sql`"isAged"`,
  annual_tax_due: sql`"isTaxDue"`,
  stnk_due: sql`"isStnkDue"`,
  above_like_cars: sql`price * 100 > median * ${100 + HIGH_ABOVE}`,
  viewed_without_enquiry: sql`views IS NOT NULL`,
};

/**
 * `likes`: of each brand, model and year with enough like cars the prices in the middle, a car's own
 * among them. A car itself is not like itself: the others' price at a place is the next one from its
 * own price on, so that two prices a place tell the median of any car.
 */
const likes = sql`
  years AS MATERIALIZED (
    SELECT model, year, array_agg(price) AS prices FROM stock GROUP BY model, year
  ),
  near AS MATERIALIZED (
    SELECT own.model, own.year, older.prices || own.prices || younger.prices AS prices
    FROM years own LEFT JOIN years older ON older.model = own.model AND older.year = own.year - 1
    LEFT JOIN years younger ON younger.model = own.model AND younger.year = own.year + 1
  ),
  sorted AS MATERIALIZED (
    SELECT model, year, cardinality(prices) - 1 AS others, array_sort(prices) AS prices FROM near
    WHERE cardinality(prices) > ${FEWEST_LIKE_CARS}
  ),
  likes AS MATERIALIZED (
    SELECT model, year, others,
      prices[(others + 1) / 2] AS low, prices[(others + 1) / 2 + 1] AS "nextLow",
      prices[(others + 2) / 2] AS high, prices[(others + 2) / 2 + 1] AS "nextHigh"
    FROM sorted
  )`;

const median = sql`(
  CASE WHEN low < price THEN low ELSE "nextLow" END
  + CASE WHEN high < price THEN high ELSE "nextHigh" END) / 2`;

/**
 * Has the transaction join by hashes, in memory: the planner knows nothing of how many rows the
 * tables of `lookedAt` have, and would sort them all.
 */
export const settleOnHashes = async ({ db }: TenantScope): Promise<void> => {
  await db.$queryRaw`
    SELECT set_config('enable_mergejoin', 'off', true), set_config('work_mem', '32MB', true)`;
};

/** Common tables up to `looked`, which has every car on offer with what the reasons ask. */
export function lookedAt(scope: TenantScope): Prisma.Sql {
  const { tenant } = scope;
  const day = sql`${today(scope)}::date`;
  // A car's first photo is found in one walk along the index; few have others alone.
  return sql`
    stock AS MATERIALIZED (
      SELECT c.id, c.listed_at, c.price_idr AS price, c.year,
        lower(c.brand || ' ' || c.model) COLLATE "C" AS model,
        c.listed_at < (${day} - ${AGED_AFTER}::int)::timestamp AT TIME ZONE ${tenant.timeZone} AS "isAged",
        c.annual_tax_until <= ${day} + ${DUE_WITHIN}::int AS "isTaxDue",
        c.stnk_until <= ${day} + ${DUE_WITHIN}::int AS "isStnkDue",
        pictured.car_id IS NULL AND (SELECT TRUE FROM car_photos p
          WHERE p.tenant_id = ${tenant.id}::uuid AND p.car_id = c.id LIMIT 1) IS NULL AS "hasNoPhoto"
      FROM cars c LEFT JOIN car_photos pictured ON pictured.tenant_id = ${tenant.id}::uuid
        AND pictured.car_id = c.id AND pictured.position = 0
      WHERE c.tenant_id = ${tenant.id}::uuid AND ${ON_OFFER}
    ),
    ${likes},
    ignored AS MATERIALIZED (
      SELECT total.car_id AS id, total.views FROM car_view_totals total
      WHERE total.tenant_id = ${tenant.id}::uuid AND total.views >= ${MANY_VIEWS}
        AND NOT EXISTS (SELECT FROM enquiries e
          WHERE e.tenant_id = ${tenant.id}::uuid AND e.car_id = total.car_id)
    ),
    looked AS MATERIALIZED (
      SELECT id, listed_at, price, "isAged", "isTaxDue", "isStnkDue", "hasNoPhoto", others,
        ${median} AS median, views
      FROM stock LEFT JOIN likes USING (model, year) LEFT JOIN ignored USING (id)
    )`;
}
