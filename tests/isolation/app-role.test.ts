/** What a request's connection may try, besides asking for rows. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import {
  appUrl,
  findTenant,
  NO_ORIGIN,
  openDatabase,
  Prisma,
  withTenant,
} from "../../src/db/index.ts";
import {
  attempts,
  connect,
  rowsOf,
  tellingTexts,
  tenantTables,
} from "../support/attack-database.ts";
import { type Dealership, openDealership } from "../support/attack-dealership.ts";
import { createTestApp } from "../support/test-app.ts";

const REFUSED = "42501";

const app = createTestApp();
let owner: pg.Client;
let client: pg.Client;
let a: Dealership;
let b: Dealership;

beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  client = await connect(appUrl(app.ownerUrl));
  a = await openDealership(app, owner);
  b = await openDealership(app, owner);
});
afterAll(async () => {
  await client.end();
  await owner.end();
  await app.close();
});

describe("the app's role", () => {
  test.each([
    "SET ROLE autoleads_system",
    "SET SESSION AUTHORIZATION autoleads_system",
    "SET session_replication_role = replica",
    "SET row_security = off; SELECT 1 FROM cars",
    "ALTER TABLE cars DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE cars NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY tenant_isolation ON cars",
    "CREATE POLICY mine ON cars USING (true)",
    "ALTER POLICY tenant_isolation ON cars USING (true)",
    "ALTER TABLE cars OWNER TO autoleads_app",
    "ALTER TABLE cars DISABLE TRIGGER ALL",
    "ALTER ROLE autoleads_app BYPASSRLS",
    "GRANT autoleads_system TO autoleads_app",
    "TRUNCATE cars",
    "CREATE TABLE public.mine (id int)",
    "CREATE VIEW public.mine AS SELECT 1",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION find_tenant(text, text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA mine",
    "CREATE EXTENSION dblink",
    "SELECT 1 FROM _prisma_migrations",
    "SELECT 1 FROM pg_authid",
    "SELECT pg_read_file('/etc/passwd')",
    "COPY cars TO PROGRAM 'cat'",
  ])("may not: %s", async (sql) => {
    const outcome = await attempts(client)(a.id, sql);
    expect(outcome).toBe(REFUSED);
  });

  test("learns nothing of others from the planner's statistics", async () => {
    await owner.query("ANALYZE cars, leads, staff");
    const { rows } = await client.query("SELECT * FROM pg_stats WHERE schemaname = 'public'");
    expect(rows).toEqual([]);
  });

  test("finds one dealership at a time, and nothing of what it has", async () => {
    const find = async (host: string | null, slug: string | null) =>
      (await client.query("SELECT * FROM find_tenant($1, $2)", [host, slug])).rows;
    const both = await find(`${a.mark}.test`, b.slug);
    expect(both.map((row) => row.id)).toEqual([a.id]);
    for (const wild of ["%", "", "' OR true --", "*", null])
      expect(await find(wild, wild)).toEqual([]);
    const tables = await tenantTables(owner);
    const { tenants, domains, ...kept } = await rowsOf(owner, tables, a.id);
    const known = tellingTexts({ tenants, domains });
    const rowsOfB = await rowsOf(owner, tables, b.id);
    const secret = tellingTexts(kept).union(tellingTexts(rowsOfB)).difference(known);
    const shown = JSON.stringify(both);
    expect([...secret].filter((text) => shown.includes(text))).toEqual([]);
  });

  test("keeps no tenant on a connection from one transaction to the next", async () => {
    const database = openDatabase({ url: appUrl(app.ownerUrl), connections: 1 });
    const [tenantA, tenantB] = await Promise.all(
      [a, b].map(({ slug }) => findTenant(database, { slug })),
    );
    if (!tenantA || !tenantB) throw new Error("both are there");
    const context = {
      actor: { kind: "visitor" },
      origin: NO_ORIGIN,
      now: new Date(),
      log: app.deps.log,
    } as const;
    const cars = Prisma.sql`SELECT DISTINCT tenant_id AS id FROM cars`;
    const seen = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) => {
        const tenant = n % 2 ? tenantA : tenantB;
        return withTenant(database, { ...context, tenant }, async ({ db }) => {
          const rows = await db.$queryRaw<{ id: string }[]>(cars);
          expect(rows).toEqual([{ id: tenant.id }]);
          if (n % 3 === 0) throw new Error("given up");
          if (n % 5 === 0) await db.$queryRaw`SELECT 1 / 0`;
        });
      }),
    );
    const reasons = seen.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(reasons.filter((reason) => !/given up|division by zero/.test(reason))).toEqual([]);
    await database.close();
  });
});
