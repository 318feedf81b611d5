/** Listings of random stocks under random filters, held against plain SQL. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type pg from "pg";
import { listPublicCars } from "../../src/domain/cars/list-public-cars.ts";
import { FACETS, PublicCarQuery } from "../../src/domain/cars/public-car-query.ts";
import { connect } from "../support/attack-database.ts";
import { oracleOf, SORT_SQL } from "../support/listing-oracle.ts";
import { insertCars, type RandomCar, randomCar, randomFilters } from "../support/random-stock.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const SORTS = Object.keys(SORT_SQL);
const HISTOGRAMS = ["price", "mileage", "year"] as const;

const app = createTestApp();
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

async function newTenant(cars: RandomCar[]) {
  const tenant = await createTestTenant(app);
  await insertCars(owner, tenant.id, cars);
  return tenant;
}

/** The answer as of now, which another process may have written. */
async function list(at: TestTenant, parameters: Record<string, string>) {
  const record = await app.deps.tenants.find(at.host);
  if (!record) throw new Error("no such dealership");
  const { rows } = await owner.query(
    "SELECT version::int FROM catalogue_versions WHERE tenant_id = $1",
    [at.id],
  );
  const tenant = { ...record, catalogueVersion: rows[0].version };
  const answer = await listPublicCars(app.deps, tenant, PublicCarQuery.parse(parameters));
  return { ...answer, ids: answer.data.map(({ slug }) => slug) };
}

/** Pages through a listing, and does something between two pages. */
async function walk(
  at: TestTenant,
  parameters: Record<string, string>,
  between: (seen: string[]) => Promise<void> = async () => {},
) {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await list(at, { ...parameters, limit: "7", ...(cursor && { cursor }) });
    seen.push(...page.ids);
    cursor = page.meta.nextCursor;
    await between(seen);
  }
  return seen;
}

const stocks = fc.array(randomCar, { minLength: 0, maxLength: 200, size: "max" });
const questions = fc.array(fc.tuple(randomFilters, fc.constantFrom(...SORTS)), {
  ...{ minLength: 8, maxLength: 8 },
});

describe("a listing of a random stock", () => {
  test("has the cars, the order, the total and the counts that SQL has", async () => {
    await fc.assert(
      fc.asyncProperty(stocks, questions, async (cars, asked) => {
        const tenant = await newTenant(cars);
        for (const [filters, sort] of asked) {
          const oracle = oracleOf(owner, tenant.id, filters);
          const parameters = { ...filters, sort, facets: FACETS.join(), limit: "100" };
          const answer = await list(tenant, parameters);
          const ids = await oracle.ids(sort);
          expect(answer.meta.total).toBe(ids.length);
          expect(answer.ids).toEqual(ids.slice(0, 100));
          expect((await list(tenant, { ...parameters, limit: "9", page: "2" })).ids).toEqual(
            ids.slice(9, 18),
          );
          for (const facet of FACETS) {
            if (facet === "price" || facet === "mileage") continue;
            const found = answer.facets?.[facet];
            const values: { value: string | number; count: number }[] = Array.isArray(found)
              ? found
              : (found?.values ?? []);
            const counts = values.map(({ value, count }) => [String(value).toLowerCase(), count]);
            expect(Object.fromEntries(counts)).toEqual(await oracle.counts(facet));
            expect(new Set(counts.map(([value]) => value)).size).toBe(counts.length);
            expect(values.map(({ count }) => count)).toEqual(
              values.map(({ count }) => count).toSorted((a, b) => b - a),
            );
          }
          for (const facet of HISTOGRAMS) {
            const values = await oracle.values(facet);
            const { min, max, buckets } = answer.facets?.[facet] ?? { buckets: [] };
            expect([min, max]).toEqual(
              values.length ? [Math.min(...values), Math.max(...values)] : [null, null],
            );
            buckets.forEach(({ from, to, count }, n) => {
              expect(count).toBe(values.filter((value) => from <= value && value < to).length);
              expect(to).toBeGreaterThan(from);
              if (n > 0) expect(from).toBe(buckets[n - 1]?.to ?? Number.NaN);
            });
            expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
            expect(buckets.length).toBeLessThanOrEqual(22);
          }
        }
      }),
      { numRuns: 5, endOnFailure: true },
    );
  }, 120_000);

  test("is paged by cursor once through every car that stays, while others change", async () => {
    const changes = fc.array(
      fc.tuple(fc.constantFrom("price", "sold", "add", "remove"), fc.nat()),
      {
        ...{ minLength: 30, maxLength: 30 },
      },
    );
    const more = fc.array(randomCar, { minLength: 30, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(randomCar, { minLength: 40, maxLength: 80 }),
        ...([more, changes, fc.constantFrom(...SORTS)] as const),
        async (cars, others, steps, sort) => {
          const staying = cars.filter((_, n) => n % 2 === 0);
          const changing = cars.filter((_, n) => n % 2 === 1);
          const tenant = await newTenant(cars);
          const before = await oracleOf(owner, tenant.id, {}).ids(sort);
          let step = 0;
          const seen = await walk(tenant, { sort }, async () => {
            const [what, n] = steps[step] ?? ["price", 0];
            const id = changing[n % changing.length]?.id;
            const other = others[step++];
            if (what === "add" && other) return insertCars(owner, tenant.id, [other]);
            const sql = {
              add: undefined,
              price: "UPDATE cars SET price_idr = price_idr + 1, year = 2017 WHERE id = $1",
              sold: "UPDATE cars SET status = 'sold' WHERE price_idr > 0 AND id = $1",
              remove: "DELETE FROM cars WHERE id = $1",
            }[what];
            if (sql) await owner.query(sql, [id]);
          });
          const stays = new Set(staying.map(({ id }) => id));
          expect(seen.filter((id) => stays.has(id))).toEqual(before.filter((id) => stays.has(id)));
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  }, 120_000);
});

describe("words", () => {
  test("hold together with filters, facets and pages, the best first", async () => {
    const cars = fc.sample(randomCar, 120);
    const tenant = await newTenant(cars);
    const all = await walk(tenant, { q: "avanza putih" });
    const { rows } = await owner.query(
      `SELECT id FROM cars WHERE tenant_id = $1 AND status IN ('available', 'booking')
       AND lower(model) = 'avanza' AND lower(color) = 'putih'`,
      [tenant.id],
    );
    expect(all.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    const answer = await list(tenant, { q: "avanza putih", facets: "model", sort: "price_asc" });
    expect(answer.meta.total).toBe(rows.length);
    expect(answer.meta.understood).toBeDefined();
    expect(answer.facets?.model?.map(({ count }) => count)).toEqual([rows.length]);
  });
});
