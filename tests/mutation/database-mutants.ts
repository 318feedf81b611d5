import type pg from "pg";
import { tenantTables } from "../support/attack-database.ts";
import type { Mutant } from "./mutant.ts";

const SUITES = ["tests/isolation/policies.test.ts", "tests/isolation/app-role.test.ts"];
const CATALOGUE = "tests/isolation/tables.test.ts";

/** Every table's policy, and what makes it hold for everybody. */
async function policies(owner: pg.Client): Promise<Mutant[]> {
  const tables = await tenantTables(owner);
  return tables.flatMap(({ name }): Mutant[] => [
    {
      ...{ kind: "policy", name: `${name}: row-level security is off` },
      change: { sql: `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY` },
      suites: SUITES,
    },
    {
      ...{ kind: "policy", name: `${name}: the policy shows every row` },
      change: { sql: `ALTER POLICY tenant_isolation ON ${name} USING (true)` },
      suites: SUITES,
    },
    {
      ...{ kind: "policy", name: `${name}: the policy takes every row` },
      change: { sql: `ALTER POLICY tenant_isolation ON ${name} WITH CHECK (true)` },
      suites: SUITES,
    },
    {
      ...{ kind: "policy", name: `${name}: the policy does not hold for the owner` },
      change: { sql: `ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY` },
      suites: [CATALOGUE],
    },
  ]);
}

/** Every reference within a tenant, and every primary key that begins with it. */
async function keys(owner: pg.Client): Promise<Mutant[]> {
  const { rows } = await owner.query<{ table: string; name: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name FROM pg_constraint
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  );
  return rows.map(({ table, name }) => ({
    ...{ kind: "key", name: `${table}: ${name}` },
    change: { sql: `ALTER TABLE ${table} DROP CONSTRAINT "${name}"` },
    suites: [CATALOGUE, "tests/isolation/policies.test.ts"],
  }));
}

const GRANTS: [name: string, sql: string][] = [
  ["the app's role passes row-level security", "ALTER ROLE autoleads_app BYPASSRLS"],
  ["the app's role may become the system role", "GRANT autoleads_system TO autoleads_app"],
  ["the app's role owns a table", "ALTER TABLE leads OWNER TO autoleads_app"],
  ["the app's role changes the audit log", "GRANT UPDATE ON audit_events TO autoleads_app"],
  ["the app's role clears the audit log", "GRANT DELETE ON audit_events TO autoleads_app"],
  ["the app's role reads the keys", "GRANT SELECT ON keys TO autoleads_app"],
  ["the app's role reads the migrations", "GRANT SELECT ON _prisma_migrations TO autoleads_app"],
  ["the app's role makes tables", "GRANT CREATE ON SCHEMA public TO autoleads_app"],
  ["everybody may look tenants up", "GRANT EXECUTE ON FUNCTION find_tenant TO PUBLIC"],
  ["everybody may read the keys", "GRANT EXECUTE ON FUNCTION list_keys TO PUBLIC"],
  [
    "a view shows every lead",
    "CREATE VIEW every_lead AS SELECT * FROM leads; GRANT SELECT ON every_lead TO autoleads_app",
  ],
];

const grants = (): Mutant[] =>
  GRANTS.map(([name, sql]) => ({
    ...{ kind: "grant", name, change: { sql } },
    suites: [...SUITES, CATALOGUE, "tests/http/audit.test.ts"],
  }));

/** Everything that PostgreSQL holds of the locks, as a migrated database tells it. */
export const databaseMutants = async (owner: pg.Client): Promise<Mutant[]> => [
  ...(await policies(owner)),
  ...(await keys(owner)),
  ...grants(),
];
