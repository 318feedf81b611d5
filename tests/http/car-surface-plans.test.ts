/** What the surface reads of a large dealership's stock, as the role of the requests. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import pg from "pg";
import {
  findTenantById,
  NO_ORIGIN,
  Prisma,
  type TenantScope,
  withTenant,
} from "../../src/db/index.ts";
import { listSoldCars } from "../../src/domain/cars/list-sold-cars.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const CARS = 30_000;
/** Blocks of 8 kB. */
const MOST_BUFFERS = 200;

const app = createTestApp();
const owner = new pg.Client({ connectionString: app.ownerUrl });
let tenantId: string;
beforeAll(async () => {
  await owner.connect();
  tenantId = (await createTestTenant(app)).id;
  await owner.query(
    `INSERT INTO cars (tenant_id, display_code, slug, brand, model, year, price_idr, body_type,
       transmission, status, listed_at, sold_at)
     SELECT $1, 'C' || n, 'car-' || n || '-2020', 'Brand ' || n * 7 % 23, 'Model ' || n * 13 % 211,
       2005 + n % 20, 50000000 + (n::bigint * 7919 % 4001) * 100000, 'mpv', 'manual',
       CASE WHEN n % 3 = 0 THEN 'sold' ELSE 'available' END, now() - n * interval '1 minute',
       CASE WHEN n % 3 = 0 THEN now() - n * interval '3 minutes' END
     FROM generate_series(1, ${CARS}) n`,
    [tenantId],
  );
  await owner.query("VACUUM ANALYZE cars");
});
afterAll(async () => {
  await owner.query("DELETE FROM cars WHERE tenant_id = $1", [tenantId]);
  await owner.end();
  await app.close();
});

interface Plan {
  "Node Type": string;
  "Relation Name"?: string;
  "Shared Hit Blocks": number;
  "Shared Read Blocks": number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan): string[] => [
  `${plan["Node Type"]} ${plan["Relation Name"] ?? ""}`,
  ...(plan.Plans ?? []).flatMap(nodesOf),
];

/** The plans of a verb's raw queries, as they were carried out. */
async function plansOf(verb: (scope: TenantScope) => Promise<unknown>): Promise<Plan[]> {
  const tenant = await findTenantById(app.deps.database, tenantId);
  if (!tenant) throw new Error("no tenant");
  const { database, log, clock } = app.deps;
  const plans: Plan[] = [];
  const context = { tenant, log, now: clock(), origin: NO_ORIGIN, actor: { kind: "visitor" } };
  await withTenant(database, context as Parameters<typeof withTenant>[1], async (scope) => {
    const explaining = async (strings: TemplateStringsArray, ...values: unknown[]) => {
      const query = Prisma.sql(strings, ...values);
      const [explained] = await scope.db.$queryRaw<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(
        Prisma.sql`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query}`,
      );
      if (explained) plans.push(explained["QUERY PLAN"][0].Plan);
      return scope.db.$queryRaw(query);
    };
    const db = new Proxy(scope.db, {
      get: (target, name) => (name === "$queryRaw" ? explaining : Reflect.get(target, name)),
    });
    await verb({ ...scope, db });
  });
  return plans;
}

async function expectFew(verb: (scope: TenantScope) => Promise<unknown>, queries: number) {
  const plans = await plansOf(verb);
  expect(plans).toHaveLength(queries);
  expect(plans.flatMap(nodesOf)).not.toContain("Seq Scan cars");
  const buffers = plans.reduce(
    (sum, plan) => sum + plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    0,
  );
  expect(buffers).toBeLessThanOrEqual(MOST_BUFFERS);
}

test("a page of sold cars reads little more than its rows, also far behind", async () => {
  let cursor: string | undefined;
  const page = async (scope: TenantScope) => {
    const { data, meta } = await listSoldCars(scope, { limit: 20, cursor });
    expect(data).toHaveLength(20);
    cursor = meta.nextCursor ?? undefined;
  };
  await expectFew(page, 1);
  const at = Date.now() - 60 * 86_400_000;
  cursor = Buffer.from(`${at}.${crypto.randomUUID()}`).toString("base64url");
  await expectFew(page, 1);
});
