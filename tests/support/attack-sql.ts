/** Random SQL of a role that holds a tenant's grants and tries whatever they allow. */
import type pg from "pg";
import type { Row, TenantTable } from "./attack-database.ts";
import type { Chance } from "./attack-random.ts";

const APP_ROLE = "autoleads_app";

interface SqlColumn {
  name: string;
  type: string;
  isUnique: boolean;
  mayUpdate: boolean;
}

export interface SqlTable extends TenantTable {
  columns: SqlColumn[];
  mayInsert: boolean;
  mayUpdate: boolean;
  mayDelete: boolean;
}

export interface SqlFunction {
  name: string;
  /** Types of its arguments. */
  takes: string[];
}

/** What statements are made of. */
export interface SqlMaterial {
  tables: SqlTable[];
  functions: SqlFunction[];
  /** Ids of the tenant that is set and of the other. */
  a: string;
  b: string;
  own: Record<string, Row[]>;
  foreign: Record<string, Row[]>;
}

/** The tables that the app's role may read, and the functions that it may call. */
export async function readGrants(owner: pg.Client, tables: TenantTable[]) {
  const { rows: columns } = await owner.query<SqlColumn & { table: string }>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
       has_column_privilege($1, c.oid, a.attnum, 'UPDATE') AS "mayUpdate",
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique
         AND a.attnum = ANY (i.indkey)) AND NOT EXISTS (SELECT FROM pg_constraint f
         WHERE f.contype = 'f' AND f.conrelid = c.oid AND a.attnum = ANY (f.conkey)) AS "isUnique"
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
       AND a.attgenerated = '' AND has_table_privilege($1, c.oid, 'SELECT')
     ORDER BY c.relname, a.attnum`,
    [APP_ROLE],
  );
  const { rows: rights } = await owner.query<{ name: string; right: string }>(
    `SELECT c.relname AS name, privilege AS right FROM pg_class c,
       unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) AS privilege
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND has_table_privilege($1, c.oid, privilege)`,
    [APP_ROLE],
  );
  const { rows: functions } = await owner.query<SqlFunction>(
    `SELECT proname AS name, ARRAY(SELECT format_type(type, NULL) FROM unnest(proargtypes) AS type) AS takes
     FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
       AND has_function_privilege($1, oid, 'EXECUTE') ORDER BY 1, oid`,
    [APP_ROLE],
  );
  const may = (table: string, right: string) =>
    rights.some((one) => one.name === table && one.right === right);
  const readable = tables.flatMap(({ name, key }): SqlTable[] => {
    const own = columns.filter(({ table }) => table === name);
    if (own.length === 0) return [];
    return [
      {
        ...{ name, key, columns: own, mayInsert: may(name, "INSERT") },
        ...{ mayUpdate: may(name, "UPDATE"), mayDelete: may(name, "DELETE") },
      },
    ];
  });
  return { tables: readable, functions };
}

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The small parts of which statements are put together. */
export function sqlParts({ below, is, of, some }: Chance, material: SqlMaterial) {
  const { tables, own, foreign, a, b } = material;
  const name = (prefix: string) => `${prefix}_${below(1e9).toString(36)}`;
  const table = (which: (table: SqlTable) => boolean = () => true) => of(tables.filter(which));
  const rowOf = (from: Record<string, Row[]>, { name: of_ }: SqlTable): Row => {
    const rows = from[of_] ?? [];
    return rows[below(rows.length)] ?? {};
  };
  const plain = ({ columns }: SqlTable) => columns.filter(({ type }) => !/\[\]|json/.test(type));

  /** A value as rows have it; of the other tenant in a third of all cases. */
  function value(of_: SqlTable, { name: column, type }: SqlColumn): string {
    const found = rowOf(is(0.33) ? foreign : own, of_)[column];
    return found === null || found === undefined ? "NULL" : `${literal(String(found))}::${type}`;
  }

  function condition(of_: SqlTable, alias: string, depth = 0): string {
    const column = of(plain(of_));
    const other = table();
    const simple = [
      () => `${alias}.${column.name} = ${value(of_, column)}`,
      () => `${alias}.${column.name} IS DISTINCT FROM ${value(of_, column)}`,
      () => `${alias}.${column.name} IS ${is(0.5) ? "NOT " : ""}NULL`,
      () => `${alias}.${of_.key} = ${literal(is(0.7) ? b : a)}`,
      () => `${alias}.${of_.key} <> ${literal(a)}`,
      () => `${alias}::text LIKE '%${of(["a", "1", "-", "%"])}%'`,
      () => "TRUE",
      () => `EXISTS (SELECT FROM ${other.name} o WHERE o.${other.key} = ${alias}.${of_.key})`,
      () => `${alias}.${of_.key} IN (SELECT ${other.key} FROM ${other.name})`,
      () => `length(${alias}::text) % ${2 + below(3)} = 0`,
    ];
    if (depth < 2 && is(0.35)) {
      const [left, right] = [0, 1].map(() => condition(of_, alias, depth + 1));
      return is(0.2) ? `NOT (${left})` : `(${left} ${of(["AND", "OR"])} ${right})`;
    }
    return of(simple)();
  }

  const list = (of_: SqlTable, alias: string) =>
    is(0.3)
      ? `${alias}.*`
      : some(of_.columns)
          .map((column) => `${alias}.${column.name}`)
          .join(", ");

  /** A question about a table in one text column. */
  const asText = (of_: SqlTable) =>
    `SELECT t${is(0.5) ? `.${of(of_.columns).name}` : ""}::text AS told FROM ${of_.name} t WHERE ${condition(of_, "t")}`;

  function select(of_ = table()): string {
    const order = is(0.4) ? ` ORDER BY ${1 + below(1)}` : "";
    const limit = is(0.3) ? ` LIMIT ${below(20)} OFFSET ${below(3)}` : "";
    return `SELECT ${list(of_, "t")} FROM ${of_.name} t WHERE ${condition(of_, "t")}${order}${limit}`;
  }

  const newId = () =>
    Array.from({ length: 32 }, () => below(16).toString(16))
      .join("")
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

  /** A row like an own one with other keys, or the other tenant's. */
  function newRow(of_: SqlTable): string {
    const row = { ...rowOf(is(0.15) ? foreign : own, of_) };
    for (const { name: column, type, isUnique } of of_.columns) {
      if (!isUnique || is(0.05)) continue;
      if (type === "uuid") row[column] = newId();
      if (type === "text") row[column] = `${row[column] ?? "x"}${below(1e6)}`;
      if (type === "integer") row[column] = below(1e6);
      if (type === "bytea") row[column] = `\\x${below(0xffffffff).toString(16).padStart(8, "0")}`;
    }
    if (is(0.1)) row[of_.key] = b;
    return `SELECT * FROM json_populate_record(NULL::${of_.name}, ${literal(JSON.stringify(row))})`;
  }

  const assignment = (of_: SqlTable) => {
    const column = of(plain(of_).filter(({ mayUpdate }) => mayUpdate));
    return column.name === of_.key || is(0.03)
      ? `${of_.key} = ${literal(is(0.5) ? b : a)}`
      : `${column.name} = ${is(0.4) ? column.name : value(of_, column)}`;
  };

  return { name, table, list, condition, asText, select, newRow, assignment, plain };
}
