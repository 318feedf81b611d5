/**
 * What a listing of a dealership with 100,000 cars among small ones costs the database: blocks
 * read by each of its statements, run as the server runs them, under row-level security.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import pg from "pg";
import { appUrl, type TenantRecord } from "../../src/db/index.ts";
import { PublicCarQuery } from "../../src/domain/cars/public-car-query.ts";
import { findCars } from "../../src/domain/cars/stock/find-cars.ts";
import { openCrowd } from "../support/attack-crowd.ts";
import { connect } from "../support/attack-database.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const CARS = 100_000;
const SMALL_TENANTS = 50;
const MOST_BLOCKS = 200;
const TIME = 90_000;

const SORTS = ["newest", "price_asc", "price_desc", "year_desc", "mileage_asc"];
const FILTERS: Record<string, string>[] = [
  {},
  { brand: "toyota" },
  { brand: "toyota,honda", model: "model 5" },
  { year: "2019,2020" },
  { yearMin: "2015", yearMax: "2018" },
  { priceMin: "100000000", priceMax: "200000000" },
  { mileageMax: "50000" },
  { transmission: "manual" },
  { fuel: "petrol,diesel" },
  { bodyType: "suv" },
  { color: "putih" },
  { location: "lot 3" },
  { brand: "bmw", yearMin: "2018", priceMax: "300000000", transmission: "cvt", color: "merah" },
];

const app = createTestApp();
let owner: pg.Client;
let client: pg.Client;
let tenant: TestTenant;
let record: TenantRecord;

const addCars = (tenantIds: string[], cars: number) =>
  owner.query(
    `INSERT INTO cars (tenant_id, display_code, slug, brand, model, variant, year, price_idr,
       transmission, fuel, body_type, color, mileage_km, location, status, listed_at)
     SELECT t, 'C' || n, 'car-' || n,
       (ARRAY['Toyota', 'Honda', 'Suzuki', 'Daihatsu', 'Mitsubishi', 'BMW'])[1 + n % 6],
       'Model ' || n % 97, 'Variant ' || n % 301, 2005 + (n * 7) % 20,
       50000000 + (n::bigint * 7919) % 1000 * 1000000, (ARRAY['manual', 'automatic', 'cvt'])[1 + n % 3],
       (ARRAY['petrol', 'diesel', 'hybrid', NULL])[1 + n % 4], (ARRAY['suv', 'mpv'])[1 + n % 2],
       (ARRAY['Putih', 'Hitam', 'Silver', 'Merah'])[1 + n % 4], (n::bigint * 31) % 200000,
       'Lot ' || n % 5,
       CASE WHEN n % 10 = 0 THEN 'sold' WHEN n % 17 = 0 THEN 'draft' ELSE 'available' END,
       '2026-01-01'::timestamptz + n * interval '1 minute'
     FROM unnest($1::uuid[]) AS t, generate_series(1, $2::int) AS n`,
    [tenantIds, cars],
  );

beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  client = new pg.Client({ connectionString: appUrl(app.ownerUrl) });
  await client.connect();
  tenant = await createTestTenant(app);
  const crowd = await openCrowd(app, owner, SMALL_TENANTS);
  const ids = crowd.map(({ id }) => id);
  await addCars(ids, 100);
  await addCars([tenant.id], CARS);
  await owner.query(
    `INSERT INTO car_photos (tenant_id, car_id, position, url, is_primary)
     SELECT tenant_id, id, 1, 'https://a.test/1.jpg', true FROM cars WHERE tenant_id = $1`,
    [tenant.id],
  );
  await owner.query("ANALYZE cars, car_photos, catalogue_versions, car_slugs");
  const found = await app.deps.tenants.find(tenant.host);
  if (!found) throw new Error("no such dealership");
  record = found;
}, TIME);
afterAll(async () => {
  await client.end();
  await owner.end();
  await app.close();
});

const SCANS = `SELECT coalesce(sum(seq_scan), 0)::int AS "seqScans",
    coalesce(sum(idx_scan), 0)::int AS "indexScans"
  FROM pg_stat_xact_user_tables WHERE relname IN ('cars', 'car_photos')`;

/** Blocks that a statement reads, of whatever it calls too, and how it reaches cars and photos. */
async function costOf(statement: string, values: unknown[], before = "SELECT 1") {
  await client.query("BEGIN");
  try {
    await client.query(before);
    const [former] = (await client.query(SCANS)).rows;
    const { rows: plans } = await client.query(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`,
      values,
    );
    const [latter] = (await client.query(SCANS)).rows;
    const { Plan: plan } = plans[0]["QUERY PLAN"][0];
    return {
      seqScans: latter.seqScans - former.seqScans,
      indexScans: latter.indexScans - former.indexScans,
      blocks: plan["Shared Hit Blocks"] + plan["Shared Read Blocks"],
    };
  } finally {
    await client.query("ROLLBACK");
  }
}

async function expectCheap(statement: string, values: unknown[], before?: string) {
  // The connection's first runs read the system's tables too.
  for (let n = 0; n < 2; n += 1) await costOf(statement, values, before);
  const cost = await costOf(statement, values, before);
  expect(cost).toMatchObject({ seqScans: 0 });
  expect(cost.indexScans).toBeGreaterThan(0);
  expect(cost.blocks).toBeLessThanOrEqual(MOST_BLOCKS);
}

describe(`a dealership of ${CARS} cars`, () => {
  const CARDS = "SELECT list_cards($1, $2)";
  const pairs = SORTS.flatMap((sort) => FILTERS.map((filters) => ({ sort, ...filters })));

  test.each(pairs.map((pair): [string, Record<string, string>] => [JSON.stringify(pair), pair]))(
    "reads few blocks for the first page and one far behind: %s",
    async (_, pair) => {
      const stock = await app.deps.stockColumns.stockOf(record);
      const query = PublicCarQuery.parse(pair);
      const first = findCars(stock, query);
      expect(first.ids).toHaveLength(20);
      const deep = findCars(stock, {
        ...query,
        page: Math.min(400, first.meta.total / 20 - 2) | 0,
      });
      const cursor = deep.meta.nextCursor ?? "";
      const behind = findCars(stock, { ...query, cursor });
      expect(behind.ids).toHaveLength(20);
      for (const { ids } of [first, behind]) await expectCheap(CARDS, [tenant.id, ids]);
    },
    TIME,
  );

  test("reads few blocks to follow a change", async () => {
    const stock = await app.deps.stockColumns.stockOf(record);
    await owner.query(
      "UPDATE cars SET price_idr = price_idr + 1 WHERE tenant_id = $1 AND slug = 'car-7'",
      [tenant.id],
    );
    await expectCheap("SELECT * FROM stock_columns($1, $2)", [tenant.id, stock.horizon]);
  });

  test("reads few blocks for a car by its slug", async () => {
    await expectCheap(
      "SELECT * FROM cars c WHERE c.tenant_id = $1 AND c.slug = $2 AND c.status <> 'draft'",
      [tenant.id, "car-77777"],
      `SELECT set_config('app.tenant_id', '${tenant.id}', true)`,
    );
  });

  test("is told from a statement that reads everything", async () => {
    const cost = await costOf(
      "SELECT count(description) FROM cars WHERE tenant_id = $1",
      [tenant.id],
      `SELECT set_config('app.tenant_id', '${tenant.id}', true)`,
    );
    expect(cost.blocks).toBeGreaterThan(MOST_BLOCKS);
  });
});
