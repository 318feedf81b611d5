import type pg from "pg";
import type { TenantTable } from "./attack-database.ts";

/** A column as the database tells it. */
export interface Column {
  table: string;
  name: string;
  /** As PostgreSQL names it, such as text, uuid, timestamptz(3) or text[]. */
  type: string;
  isNotNull: boolean;
}

/** The columns of tables that a row is written by: all but those computed from others. */
export async function writtenColumns(owner: pg.Client, tables: TenantTable[]): Promise<Column[]> {
  const { rows } = await owner.query<Column>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
       a.attnotnull AS "isNotNull"
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum`,
    [tables.map(({ name }) => name)],
  );
  return rows;
}

const namesOf = (columns: Column[], table: string): string =>
  columns.flatMap((column) => (column.table === table ? [`"${column.name}"`] : [])).join(", ");

/** Keeps what tenants have now, in this connection, and returns what brings exactly that back. */
export async function takeSnapshot(
  owner: pg.Client,
  tables: TenantTable[],
  tenantIds: string[],
): Promise<() => Promise<void>> {
  const columns = await writtenColumns(owner, tables);
  const ids = tenantIds.map((id) => `'${id}'`).join(", ");
  for (const { name, key } of tables) {
    await owner.query(
      `DROP TABLE IF EXISTS pg_temp.kept_${name};
       CREATE TEMP TABLE kept_${name} AS SELECT * FROM public.${name} WHERE ${key} IN (${ids})`,
    );
  }
  const back = tables.map(({ name, key }) => {
    const list = namesOf(columns, name);
    return `DELETE FROM public.${name} WHERE ${key} IN (${ids});
      INSERT INTO public.${name} (${list}) SELECT ${list} FROM pg_temp.kept_${name} ORDER BY ${key}`;
  });
  // Without the tables' triggers and references, so that the order of tables does not matter.
  const script = `BEGIN; SET LOCAL session_replication_role = replica; ${back.join(";")}; COMMIT`;
  return async () => {
    await owner.query(script);
  };
}
