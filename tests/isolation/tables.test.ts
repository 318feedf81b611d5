/** The second and the third lock: what pg_class says of every table that holds rows of tenants. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { connect, type TenantTable, tenantTables } from "../support/attack-database.ts";
import { testOwnerUrl } from "../support/test-app.ts";

/** Tables without rows of tenants, each with nothing that the app's role may do to it. */
const OTHER_TABLES = ["_prisma_migrations", "keys"];
/** The queue's own: a job's tenant is in its payload, and only the worker's role sees jobs. */
const JOB_TABLES = ["_private_jobs", "_private_job_queues", "_private_tasks"];
const OTHER_JOB_TABLES = ["_private_known_crontabs", "migrations"];
/** Names that belong to one dealership in the whole installation. */
const GLOBAL_KEYS = ["tenants_slug_key", "domains_host_key"];
/** What the system role may see of more than one tenant, for its look-ups and the operator. */
const SYSTEM_POLICIES = [
  "catalogue_versions: system_advance UPDATE",
  "catalogue_versions: system_read SELECT",
  "domains: system_access ALL",
  "keys: system_access ALL",
  "tenants: system_access ALL",
  "webhook_events: system_accept INSERT",
  "webhook_events: system_read SELECT",
  "webhook_tokens: system_read SELECT",
];
/**
 * Ids that name somebody or something for the record, which outlasts it; and those of the queue of
 * webhooks, whose only writer takes them from the row of a device's token.
 */
const NAMES_ALONE = [
  "audit_events.actor_id",
  "audit_events.subject_id",
  "bulk_change_cars.car_id",
  "lead_events.actor_id",
  "live_events.assignee_id",
  "live_events.previous_assignee_id",
  "photo_uploads.replaces_id",
  "webhook_events.device_id",
  "webhook_events.tenant_id",
];
/** As PostgreSQL writes the condition of the migrations. */
const isTenantThatIsSet = (key: string) =>
  `(${key} = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS "nullif"))`;

let owner: pg.Client;
let tables: TenantTable[];
beforeAll(async () => {
  owner = await connect(testOwnerUrl());
  tables = await tenantTables(owner);
});
afterAll(() => owner.end());

async function select<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
  return (await owner.query<Row>(sql, values)).rows;
}

describe("every table", () => {
  test("has a tenant or is known to have none", async () => {
    const all = await select<{ name: string }>(`
      SELECT c.oid::regclass::text AS name FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'f', 'm') AND n.nspname !~ '^pg_'
        AND n.nspname <> 'information_schema'`);
    const jobs = [...JOB_TABLES, ...OTHER_JOB_TABLES].map((name) => `graphile_worker.${name}`);
    const expected = [...tables.map((table) => table.name), ...OTHER_TABLES, ...jobs];
    expect(all.map((table) => table.name).sort()).toEqual(expected.sort());
    expect(tables.length).toBeGreaterThanOrEqual(15);
  });

  test("has row-level security, forced", async () => {
    const open = await select<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
       AND relname = ANY ($1) AND NOT (relrowsecurity AND relforcerowsecurity)`,
      [tables.map((table) => table.name)],
    );
    expect(open).toEqual([]);
  });

  test("shows and takes the rows of the tenant that is set, and no others", async () => {
    const policies = await select<{ table: string; qual: string; with_check: string }>(
      `SELECT tablename AS table, qual, with_check FROM pg_policies WHERE schemaname = 'public'
       AND policyname = 'tenant_isolation' AND permissive = 'PERMISSIVE' AND cmd = 'ALL'
       AND roles = '{public}'`,
    );
    const found = Object.fromEntries(policies.map(({ table, ...rest }) => [table, rest]));
    for (const { name, key } of tables) {
      const condition = isTenantThatIsSet(key);
      expect({ [name]: found[name] }).toEqual({
        [name]: { qual: condition, with_check: condition },
      });
    }
  });

  test("has no policy that shows more, except to the system role", async () => {
    const others = await select<{ policy: string; roles: string }>(
      `SELECT tablename || ': ' || policyname || ' ' || cmd AS policy, roles::text
       FROM pg_policies WHERE policyname <> 'tenant_isolation' AND schemaname = 'public' ORDER BY 1`,
    );
    expect(others).toEqual(
      SYSTEM_POLICIES.map((policy) => ({ policy, roles: "{autoleads_system}" })),
    );
  });

  test("of the queue is the worker's alone", async () => {
    const found = await select<{ table: string; rights: string; policies: string | null }>(
      `SELECT c.relname AS table, c.relrowsecurity AS guarded,
         (SELECT string_agg(DISTINCT coalesce(r.rolname, 'everybody'), ' ')
          FROM aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
          WHERE g.grantee <> c.relowner) AS callers,
         (SELECT string_agg(p.policyname || ' ' || p.roles::text, ' ') FROM pg_policies p
          WHERE p.schemaname = 'graphile_worker' AND p.tablename = c.relname) AS policies
       FROM pg_class c WHERE c.relnamespace = 'graphile_worker'::regnamespace
         AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relname <> ALL ($1) ORDER BY 1`,
      [OTHER_JOB_TABLES],
    );
    expect(found).toEqual([
      ...JOB_TABLES.toSorted().map((table) => ({
        ...{ table, guarded: true, callers: "autoleads_worker" },
        policies: "worker_access {autoleads_worker}",
      })),
      { table: "jobs", guarded: false, callers: null, policies: null },
    ] as never[]);
    const schema = await select(
      `SELECT array(SELECT coalesce(r.rolname, 'everybody') FROM aclexplode(nspacl) g
         LEFT JOIN pg_roles r ON r.oid = g.grantee WHERE g.grantee <> nspowner)::text[] AS callers
       FROM pg_namespace WHERE nspname = 'graphile_worker'`,
    );
    expect(schema).toEqual([{ callers: ["autoleads_worker"] }]);
  });

  test("is keyed by tenant", async () => {
    const keys = await select<{ table: string; index: string; primary: boolean; first: string }>(
      `SELECT i.indrelid::regclass::text AS table, i.indexrelid::regclass::text AS index,
         i.indisprimary AS primary, coalesce(a.attname, 'an expression') AS first
       FROM pg_index i LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
       WHERE i.indisunique AND i.indrelid::regclass::text = ANY ($1)`,
      [tables.map((table) => table.name)],
    );
    for (const { name, key } of tables) {
      const primary = keys.find((index) => index.table === name && index.primary);
      expect({ [name]: primary?.first }).toEqual({ [name]: key });
    }
    const loose = keys.filter(
      ({ table, first }) => first !== (table === "tenants" ? "id" : "tenant_id"),
    );
    expect(loose.map(({ index }) => index).sort()).toEqual(GLOBAL_KEYS.toSorted());
  });

  test("points into its own tenant alone", async () => {
    const references = await select<{ name: string; target: string; pairs: string[] }>(
      `SELECT c.conrelid::regclass || '.' || c.conname AS name,
         c.confrelid::regclass::text AS target, array(
         SELECT a.attname || '=' || f.attname
         FROM unnest(c.conkey, c.confkey) AS k(here, there)
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.here
         JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.there) AS pairs
       FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace`,
    );
    const across = references.filter(
      ({ target, pairs }) =>
        !pairs.includes(`tenant_id=${target === "tenants" ? "id" : "tenant_id"}`),
    );
    expect(across).toEqual([]);
    expect(references.length).toBeGreaterThanOrEqual(tables.length - 1);
  });

  test("holds each of its references by a key", async () => {
    const loose = await select<{ column: string }>(
      `SELECT a.attrelid::regclass || '.' || a.attname AS column
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY ($1)
         AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype AND a.attname <> 'id' AND NOT EXISTS (
           SELECT FROM pg_constraint f
           WHERE f.contype = 'f' AND f.conrelid = a.attrelid AND a.attnum = ANY (f.conkey)
             AND (a.attname <> 'tenant_id' OR cardinality(f.conkey) = 1))
       ORDER BY 1`,
      [tables.map((table) => table.name)],
    );
    expect(loose.map(({ column }) => column)).toEqual(NAMES_ALONE);
  });

  test("is seen through no view that passes its policy, and has no rule", async () => {
    const views = await select(
      `SELECT oid::regclass::text AS view FROM pg_class
       WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
         AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)`,
    );
    expect(views).toEqual([]);
    expect(await select("SELECT * FROM pg_rules WHERE schemaname = 'public'")).toEqual([]);
  });
});

describe("the roles", () => {
  test.each([
    ["autoleads_app", true],
    ["autoleads_system", false],
    ["autoleads_worker", true],
  ])("%s holds no power of its own", async (role, mayLogIn) => {
    const [rights] = await select(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
         (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships,
         has_database_privilege(r.oid, current_database(), 'CREATE') AS may_create_schemas,
         has_schema_privilege(r.oid, 'public', 'CREATE') AS may_create_in_public
       FROM pg_roles r WHERE rolname = $1`,
      [role],
    );
    expect(rights).toEqual({
      ...{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
      ...{ rolreplication: false, rolcanlogin: mayLogIn, memberships: 0 },
      ...{ may_create_schemas: false, may_create_in_public: false },
    });
  });

  test("own nothing but the look-ups that see more than one tenant", async () => {
    const owned = await select<{ owned: string }>(
      `SELECT r.rolname || ': ' || pg_describe_object(d.classid, d.objid, 0) AS owned
       FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
       WHERE d.deptype = 'o' AND r.rolname LIKE 'autoleads%'
         AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(owned.map(({ owned }) => owned).sort()).toEqual([
      "autoleads_system: function accept_events(uuid[],bytea[],uuid[],text[],text[],text[],timestamp with time zone[])",
      "autoleads_system: function changed_tenants(bigint)",
      "autoleads_system: function find_tenant(text,text)",
      "autoleads_system: function list_keys()",
      "autoleads_system: function open_tenants(timestamp with time zone)",
      "autoleads_system: function tenants_with_events(timestamp with time zone)",
      "autoleads_worker: function enqueue_job(text,jsonb,text,timestamp with time zone,text,integer)",
    ]);
  });

  test("may read and write rows at the most, and nobody else may even that", async () => {
    const grants = await select<{ grant: string }>(
      `SELECT c.relname || ': ' || coalesce(r.rolname, 'everybody') || ' ' || g.privilege_type AS grant
       FROM pg_class c CROSS JOIN aclexplode(c.relacl) g LEFT JOIN pg_roles r ON r.oid = g.grantee
       WHERE c.relnamespace = 'public'::regnamespace AND g.grantee <> c.relowner
         AND NOT (c.relname = 'keys' AND r.rolname = 'autoleads_system')
         AND (r.rolname IS DISTINCT FROM 'autoleads_app' AND r.rolname IS DISTINCT FROM 'autoleads_system'
           OR g.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
           OR c.relname = ANY ($1))`,
      [OTHER_TABLES],
    );
    expect(grants).toEqual([]);
  });
});

describe("the look-ups", () => {
  test("are the functions that run with their owner's rights, and not for everybody", async () => {
    const definers = await select(
      `SELECT p.oid::regprocedure::text AS name, proconfig AS settings, array(
         SELECT coalesce(r.rolname, 'everybody') FROM aclexplode(p.proacl) g
         LEFT JOIN pg_roles r ON r.oid = g.grantee ORDER BY 1)::text[] AS callers
       FROM pg_proc p WHERE prosecdef AND pronamespace::regnamespace::text !~ '^(pg_|information_schema)'
       ORDER BY 1`,
    );
    expect(definers).toEqual(
      [
        [
          "accept_events(uuid[],bytea[],uuid[],text[],text[],text[],timestamp with time zone[])",
          ["autoleads_app", "autoleads_system"],
        ],
        ["changed_tenants(bigint)", ["autoleads_app", "autoleads_system"]],
        [
          "enqueue_job(text,jsonb,text,timestamp with time zone,text,integer)",
          ["autoleads_app", "autoleads_worker"],
        ],
        ["find_tenant(text,text)", ["autoleads_app", "autoleads_system"]],
        ["list_keys()", ["autoleads_app", "autoleads_system"]],
        ["open_tenants(timestamp with time zone)", ["autoleads_app", "autoleads_system"]],
        ["tenants_with_events(timestamp with time zone)", ["autoleads_app", "autoleads_system"]],
      ].map(([name, callers]) => ({
        ...{ name, settings: ["search_path=pg_catalog, pg_temp"], callers },
      })) as never[],
    );
  });

  test("tell of a dealership what its site tells, and nothing more", async () => {
    const { fields } = await owner.query("SELECT * FROM find_tenant(NULL, NULL)");
    expect(fields.map((field) => field.name).sort()).toEqual(
      [
        ...["id", "slug", "name", "status", "trialEndsAt", "timeZone", "phone", "whatsappNumber"],
        ...["email", "address", "city", "openingHours", "hosts", "catalogueVersion"],
      ].sort(),
    );
  });

  test("tell of keys nothing that opens a secret without the root secret", async () => {
    const keys = await select("SELECT * FROM list_keys()");
    expect(keys.length).toBeGreaterThanOrEqual(2);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(
        ["activatesAt", "id", "publicJwk", "purpose", "retiresAt", "wrapped"].sort(),
      );
      expect(Object.keys(key["publicJwk"] ?? { crv: "", kty: "", x: "" }).sort()).toEqual([
        ...["crv", "kty", "x"],
      ]);
    }
  });
});
