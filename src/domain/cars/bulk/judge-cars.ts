import { Prisma, type TenantScope } from "../../../db/index.ts";
import { legalBefore } from "../status-moves.ts";
import { HIGHEST_PRICE_IDR } from "../vocabulary.ts";
import type { BulkCarChange } from "./schemas.ts";

const { sql } = Prisma;

/** The new price of a row of `chosen`; NULL where it has none to reckon from. */
function newPrice(change: BulkCarChange): Prisma.Sql {
  if (change.kind === "set_status") return sql`price`;
  if (change.kind === "set_price") return sql`${change.price}::bigint`;
  const exact =
    change.kind === "add_to_price"
      ? sql`price + ${change.amount}::numeric`
      : sql`price * (100 + ${String(change.percent)}::numeric) / 100`;
  const step = sql`${change.roundTo ?? 1}::numeric`;
  return sql`(round((${exact}) / ${step}) * ${step})::bigint`;
}

/** Why a row of `reckoned` may not be changed, as far as its own kind of change goes. */
function ownReasons(change: BulkCarChange): Prisma.Sql {
  if (change.kind !== "set_status") {
    return sql`WHEN "toPrice" IS NULL THEN 'no_price'
      WHEN "toPrice" NOT BETWEEN 1 AND ${HIGHEST_PRICE_IDR} THEN 'price_out_of_range'`;
  }
  const legal = legalBefore(change.status);
  return sql`WHEN NOT status = ANY (${legal}::text[]) THEN 'illegal_move'
    WHEN "toStatus" <> 'draft' AND price IS NULL THEN 'no_price'`;
}

/**
 * Common tables up to `judged`: the cars that a condition on `c` chooses, up to a number of them,
 * with what a change would make of each and why not.
 */
export function judgeCars(
  { tenant }: TenantScope,
  change: BulkCarChange,
  condition: Prisma.Sql,
  most: number,
): Prisma.Sql {
  const status = change.kind === "set_status" ? sql`${change.status}::text` : sql`status`;
  return sql`
    chosen AS (
      SELECT c.id, c.display_code AS code, concat_ws(' ', c.year, c.brand, c.model, c.variant) AS title,
        c.version, c.status, c.price_idr AS price, c.listed_at AS "listedAt", EXISTS (
          SELECT FROM car_holds hold WHERE hold.tenant_id = ${tenant.id}::uuid
            AND hold.car_id = c.id AND hold.ended_at IS NULL) AS "isHeld"
      FROM cars c WHERE c.tenant_id = ${tenant.id}::uuid AND ${condition} LIMIT ${most}
    ),
    reckoned AS (SELECT *, ${status} AS "toStatus", ${newPrice(change)} AS "toPrice" FROM chosen),
    judged AS (
      SELECT *, CASE
        WHEN "toStatus" = status AND "toPrice" = price THEN NULL
        WHEN "toStatus" = status AND ${change.kind === "set_status"} THEN NULL
        WHEN status = 'sold' THEN 'sold'
        WHEN "isHeld" THEN 'held'
        ${ownReasons(change)}
      END AS reason, "toStatus" = status AND "toPrice" IS NOT DISTINCT FROM price AS "isSame"
      FROM reckoned
    )`;
}
