import pg from "pg";

/** Which column of a table names the tenant. */
export interface TenantTable {
  name: string;
  key: "tenant_id" | "id";
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Every table that holds rows of tenants, as the database tells it. */
export async function tenantTables(owner: pg.Client): Promise<TenantTable[]> {
  const { rows } = await owner.query<TenantTable>(`
    SELECT c.relname AS name, CASE WHEN c.relname = 'tenants' THEN 'id' ELSE 'tenant_id' END AS key
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND (c.relname = 'tenants' OR EXISTS (
        SELECT FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
    ORDER BY c.relname`);
  return rows;
}

export type Row = Record<string, unknown>;

/** A tenant's rows of each table, as PostgreSQL writes them in JSON. */
export async function rowsOf(
  owner: pg.Client,
  tables: TenantTable[],
  tenantId: string,
): Promise<Record<string, Row[]>> {
  const parts = tables.map(
    ({ name, key }) => `SELECT '${name}' AS name,
      (SELECT json_agg(t ORDER BY t::text) FROM ${name} t WHERE t.${key} = $1) AS rows`,
  );
  const { rows } = await owner.query<{ name: string; rows: Row[] | null }>(
    parts.join(" UNION ALL "),
    [tenantId],
  );
  return Object.fromEntries(rows.map((table) => [table.name, table.rows ?? []]));
}

/**
 * A checksum of all that each tenant has, by "table of tenant"; equal when nothing changed.
 * @param touch tells also of rows that were locked, or written as they were.
 */
export async function checksums(
  owner: pg.Client,
  tables: TenantTable[],
  tenantIds: string[],
  touch: "and touch" | "alone" = "alone",
): Promise<Record<string, string>> {
  const place = touch === "alone" ? "0" : "hashtextextended(t.ctid || ' ' || t.xmax, 0)";
  const parts = tables.map(
    ({ name, key }) => `SELECT '${name} of ' || t.${key} AS name,
      count(*) || ' rows, ' || sum(hash_record_extended(t, ${place})::numeric) AS checksum
      FROM ${name} t WHERE t.${key} = ANY ($1) GROUP BY t.${key}`,
  );
  const { rows } = await owner.query<{ name: string; checksum: string }>({
    name: `checksums ${touch}`,
    text: parts.join(" UNION ALL "),
    values: [tenantIds],
  });
  return Object.fromEntries(rows.map(({ name, checksum }) => [name, checksum]));
}

/** Texts of a tenant's rows that tell where they come from: ids, names, hashes, phone numbers. */
export function tellingTexts(rows: Record<string, Row[] | undefined>): Set<string> {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === "string" && value.length >= 7 && !/^\d{4}-\d\d-\d\d/.test(value)) {
      texts.add(value);
    } else if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === "object") Object.values(value).forEach(collect);
  };
  collect(rows);
  return texts;
}

/** Runs SQL as a role with a tenant set, undoes it, and tells the rows it met or why it failed. */
export type Attempt = (
  tenant: string | null,
  sql: string,
  values?: unknown[],
) => Promise<number | string>;

export const attempts =
  (client: pg.Client, becomeRole = ""): Attempt =>
  async (tenant, sql, values = []) => {
    await client.query(`BEGIN; ${becomeRole}`);
    try {
      if (tenant !== null)
        await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenant]);
      return (await client.query(sql, values)).rowCount ?? 0;
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.query("ROLLBACK");
    }
  };
