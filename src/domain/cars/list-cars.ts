import { Prisma, type TenantScope } from "../../db/index.ts";
import { seesCost } from "./car-columns.ts";
import { type CarCursor, decodeCursor, encodeCursor } from "./car-cursor.ts";
import { afterCursorSql, carFilterSql, orderBySql, sortKeySql } from "./car-filter-sql.ts";
import type { PageMeta, StockQuery } from "./car-query.ts";
import { type StockRow, stockItem } from "./car-view.ts";
import { type CarStatus, STATUSES } from "./vocabulary.ts";

interface ListedRow extends StockRow {
  photo: string | null;
  sortKey: CarCursor["key"];
}

export const CARD_COLUMNS = Prisma.sql`
  c.id, c.slug, c.display_code AS "displayCode", c.brand, c.model, c.variant, c.year, c.status,
  c.price_idr AS "priceIdr", c.credit_price_idr AS "creditPriceIdr", c.cost_idr AS "costIdr",
  c.transmission, c.fuel, c.body_type AS "bodyType", c.color, c.mileage_km AS "mileageKm",
  c.engine_cc AS "engineCc", c.plate, c.vin, c.location, c.version, c.listed_at AS "listedAt",
  c.sold_at AS "soldAt", c.created_at AS "createdAt", c.updated_at AS "updatedAt",
  (SELECT p.url FROM car_photos p
   WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id AND p.is_primary) AS photo`;

async function selectPage(
  scope: TenantScope,
  query: StockQuery,
  statuses: readonly CarStatus[],
): Promise<{ rows: ListedRow[]; meta: PageMeta }> {
  const { sort, limit, page, cursor } = query;
  const filter = carFilterSql(scope, query, statuses);
  const after = cursor
    ? Prisma.sql`AND ${afterCursorSql(sort, decodeCursor(sort, cursor))}`
    : Prisma.empty;
  const [answer] = await scope.db.$queryRaw<{ total: number; rows: ListedRow[] }[]>`
    SELECT (SELECT count(*)::int FROM cars c WHERE ${filter}) AS total,
      coalesce((SELECT json_agg(page) FROM (
        SELECT ${CARD_COLUMNS}, ${sortKeySql(sort)} AS "sortKey" FROM cars c
        WHERE ${filter} ${after} ORDER BY ${orderBySql(sort)}
        LIMIT ${limit + 1} OFFSET ${page ? (page - 1) * limit : 0}) AS page), '[]') AS rows`;
  const found = answer?.rows ?? [];
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const nextCursor =
    last && found.length > limit ? encodeCursor(sort, { key: last.sortKey, id: last.id }) : null;
  return { rows, meta: { total: answer?.total ?? 0, limit, ...(page && { page }), nextCursor } };
}

/** Cars of every status, for staff; the cost only for roles that may see it. */
export async function listStock(scope: TenantScope, query: StockQuery) {
  const { rows, meta } = await selectPage(scope, query, query.status ? [query.status] : STATUSES);
  return { data: rows.map((row) => stockItem(row, seesCost(scope))), meta };
}
