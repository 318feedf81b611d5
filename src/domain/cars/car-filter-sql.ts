import { Prisma, type TenantScope } from "../../db/index.ts";
import type { CarCursor } from "./car-cursor.ts";
import type { Sort, StockQuery } from "./car-query.ts";
import type { CarStatus } from "./vocabulary.ts";

const literal = (pattern: string) => pattern.replace(/[\\%_]/g, "\\$&");

type CarFilters = Omit<StockQuery, "sort" | "limit" | "page" | "cursor" | "status">;

/** The rows of the tenant that a query asks for, of alias c. */
export function carFilterSql(
  scope: TenantScope,
  query: CarFilters,
  statuses: readonly CarStatus[],
): Prisma.Sql {
  const { sql } = Prisma;
  const conditions = [
    sql`c.tenant_id = ${scope.tenant.id}::uuid`,
    sql`c.status IN (${Prisma.join([...statuses])})`,
  ];
  const add = (condition: Prisma.Sql) => conditions.push(condition);
  if (query.brand) add(sql`lower(c.brand) = lower(${query.brand})`);
  if (query.model) add(sql`lower(c.model) = lower(${query.model})`);
  if (query.color) add(sql`lower(c.color) = lower(${query.color})`);
  if (query.yearMin !== undefined) add(sql`c.year >= ${query.yearMin}`);
  if (query.yearMax !== undefined) add(sql`c.year <= ${query.yearMax}`);
  if (query.priceMin !== undefined) add(sql`c.price_idr >= ${query.priceMin}`);
  if (query.priceMax !== undefined) add(sql`c.price_idr <= ${query.priceMax}`);
  if (query.mileageMax !== undefined) add(sql`c.mileage_km <= ${query.mileageMax}`);
  if (query.transmission) add(sql`c.transmission = ${query.transmission}`);
  if (query.fuel) add(sql`c.fuel = ${query.fuel}`);
  if (query.bodyType) add(sql`c.body_type = ${query.bodyType}`);
  if (query.q) {
    const patterns = query.q.map((word) => `%${literal(word)}%`);
    add(sql`lower(concat_ws(' ', c.brand, c.model, c.variant, c.year, c.color, c.transmission,
      c.fuel, c.body_type, c.location, c.display_code)) LIKE ALL (${patterns}::text[])`);
  }
  return Prisma.join(conditions, " AND ");
}

const { sql } = Prisma;
const PRICE = sql`coalesce(c.price_idr, 0)`;
const MILEAGE = sql`coalesce(c.mileage_km, 2147483647)`;

interface SortSql {
  key: Prisma.Sql;
  direction: Prisma.Sql;
  comparison: Prisma.Sql;
}

const descending = (key: Prisma.Sql): SortSql => ({
  key,
  direction: sql`DESC`,
  comparison: sql`<`,
});
const ascending = (key: Prisma.Sql): SortSql => ({ key, direction: sql`ASC`, comparison: sql`>` });

/** Expressions that the indexes carry; ties are broken by id in the same direction. */
const SORT_SQL: Record<Sort, SortSql> = {
  newest: descending(sql`c.listed_at`),
  price_asc: ascending(PRICE),
  price_desc: descending(PRICE),
  year_desc: descending(sql`c.year`),
  mileage_asc: ascending(MILEAGE),
};

export const sortKeySql = (sort: Sort): Prisma.Sql => SORT_SQL[sort].key;

export function orderBySql(sort: Sort): Prisma.Sql {
  const { key, direction } = SORT_SQL[sort];
  return sql`${key} ${direction}, c.id ${direction}`;
}

/** The rows behind a cursor. */
export function afterCursorSql(sort: Sort, cursor: CarCursor): Prisma.Sql {
  const { key, comparison } = SORT_SQL[sort];
  const value = sort === "newest" ? sql`${cursor.key}::timestamptz` : sql`${cursor.key}::bigint`;
  return sql`(${key}, c.id) ${comparison} (${value}, ${cursor.id}::uuid)`;
}
