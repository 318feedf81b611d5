/** What a listing must answer, by plain SQL of the database's owner. */
import type pg from "pg";

export const SORT_SQL: Record<string, string> = {
  newest: "listed_at DESC, id DESC",
  price_asc: "price_idr, id",
  price_desc: "price_idr DESC, id DESC",
  year_desc: "year DESC, id DESC",
  mileage_asc: "mileage_km NULLS LAST, id",
};

const COLUMNS: Record<string, string> = {
  ...{ brand: "brand", model: "model", color: "color", location: "location", year: "year" },
  ...{ transmission: "transmission", fuel: "fuel", bodyType: "body_type" },
  ...{ price: "price_idr", mileage: "mileage_km" },
};

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
/** The names that a list in an address means: its parts, and names all of whose own parts are in it. */
const named = (column: string, list: string) =>
  `string_to_array(replace(lower(${column}), ', ', ','), ',') <@ ARRAY[${list
    .toLowerCase()
    .split(",")
    .map((part) => quoted(part.trim()))}]`;

/** One condition a parameter, with the facet whose own filter it is. */
function conditionsOf(filters: Record<string, string>): { facet: string; sql: string }[] {
  return Object.entries(filters).map(([name, given]) => {
    const [, column = name, bound] = /^(\w+?)(Min|Max)?$/.exec(name) ?? [];
    const sql = bound
      ? `${COLUMNS[column]} ${bound === "Min" ? ">=" : "<="} ${Number(given)}`
      : named(`${COLUMNS[column]}::text`, given);
    return { facet: column, sql };
  });
}

export function oracleOf(owner: pg.Client, tenantId: string, filters: Record<string, string>) {
  const conditions = conditionsOf(filters);
  const whereBut = (facet?: string) =>
    [
      `tenant_id = ${quoted(tenantId)} AND status IN ('available', 'booking')`,
      ...conditions.filter((one) => one.facet !== facet).map(({ sql }) => sql),
    ].join(" AND ");
  const select = async (sql: string) => (await owner.query(sql)).rows;
  return {
    ids: async (sort: string): Promise<string[]> =>
      (await select(`SELECT id FROM cars WHERE ${whereBut()} ORDER BY ${SORT_SQL[sort]}`)).map(
        ({ id }) => id,
      ),
    /** Counts by value in lower case. */
    counts: async (facet: string): Promise<Record<string, number>> => {
      const value = `lower(${COLUMNS[facet]}::text)`;
      const rows = await select(`SELECT ${value} AS value, count(*)::int FROM cars
        WHERE ${whereBut(facet)} AND ${value} IS NOT NULL GROUP BY 1`);
      return Object.fromEntries(rows.map(({ value, count }) => [value, count]));
    },
    /** All known values. */
    values: async (facet: string): Promise<number[]> => {
      const column = COLUMNS[facet];
      const rows = await select(
        `SELECT ${column} AS value FROM cars WHERE ${whereBut(facet)} AND ${column} IS NOT NULL`,
      );
      return rows.map(({ value }) => Number(value));
    },
  };
}
