/** A listing as one statement of plain SQL, as its peers ask for it. */
import { FACET_COLUMNS, FACETS } from "./queries.ts";

/** The columns that a card shows, by the names of the columns. */
export const CARD = `c.slug, c.display_code, c.brand, c.model, c.variant, c.year, c.status,
  c.price_idr, c.credit_price_idr, c.transmission, c.fuel, c.body_type, c.color, c.mileage_km,
  c.engine_cc, c.plate, c.location, c.listed_at, (SELECT p.url FROM car_photos p
    WHERE p.tenant_id = c.tenant_id AND p.car_id = c.id AND p.is_primary) AS photo`;

const FILTER = `c.tenant_id = $1 AND c.status IN ('available', 'booking')
  AND ($2::text IS NULL OR lower(c.brand) = lower($2)) AND c.price_idr <= $3`;

const NEWEST = `SELECT coalesce(json_agg(page), '[]') FROM (
  SELECT ${CARD} FROM cars c WHERE ${FILTER} ORDER BY c.listed_at DESC, c.id DESC LIMIT $4) AS page`;

const TOTAL = `SELECT count(*)::int FROM cars c WHERE ${FILTER}`;

/** Page and total, for a tenant, a brand or null, a highest price and a limit. */
export const PAGE_SQL = `SELECT json_build_object('total', (${TOTAL}), 'data', (${NEWEST}))::text AS answer`;

const columns = FACETS.map((facet) => FACET_COLUMNS[facet]);
// The columns that a grouping set leaves out are the bits of GROUPING: all but its own.
const facets = columns.map((column, at) => {
  const set = 2 ** columns.length - 1 - 2 ** (columns.length - 1 - at);
  return `'${FACETS[at]}', (SELECT json_agg(json_build_object('value', ${column}, 'count', cars)
    ORDER BY cars DESC, ${column}) FROM counts WHERE of = ${set} AND ${column} IS NOT NULL)`;
});

/** Page, total and the facets, of the same parameters. */
export const FULL_SQL =
  FACETS.length === 0
    ? PAGE_SQL
    : `WITH counts AS (
    SELECT GROUPING(${columns}) AS of, ${columns}, count(*)::int AS cars FROM cars c WHERE ${FILTER}
    GROUP BY GROUPING SETS (${columns.map((column) => `(${column})`)}))
  SELECT json_build_object('total', (${TOTAL}), 'data', (${NEWEST}),
    'facets', json_build_object(${facets}))::text AS answer`;
