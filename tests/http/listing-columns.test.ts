/** Stocks in memory follow what others write, and show nothing that is not published. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type pg from "pg";
import { type ListingDoor, NO_ORIGIN, type TenantRecord, withTenant } from "../../src/db/index.ts";
import { listPublicCars } from "../../src/domain/cars/list-public-cars.ts";
import { PublicCarQuery } from "../../src/domain/cars/public-car-query.ts";
import { GONE } from "../../src/domain/cars/stock/columns.ts";
import type { Stock } from "../../src/domain/cars/stock/stock.ts";
import { createStockStore } from "../../src/domain/cars/stock/stock-store.ts";
import { connect } from "../support/attack-database.ts";
import { json } from "../support/json.ts";
import { insertCars, type RandomCar, randomCar } from "../support/random-stock.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const BYTES = 32 * 1024 * 1024;

const app = createTestApp();
const { listingDoor } = app.deps;
let owner: pg.Client;
let other: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  other = await connect(app.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await other.end();
  await app.close();
});

async function newTenant(cars: RandomCar[]) {
  const tenant = await createTestTenant(app);
  await insertCars(owner, tenant.id, cars);
  const record = await app.deps.tenants.find(tenant.host);
  if (!record) throw new Error("no such dealership");
  return { tenant, record };
}

async function asOfNow(record: TenantRecord): Promise<TenantRecord> {
  const { rows } = await owner.query(
    "SELECT version::int FROM catalogue_versions WHERE tenant_id = $1",
    [record.id],
  );
  return { ...record, catalogueVersion: rows[0].version };
}

const NAMES = ["brand", "model", "variant", "color", "location"] as const;
const PLAIN = [
  ...(["status", "listedAt", "price", "mileage", "year"] as const),
  ...(["transmission", "fuel", "bodyType", "displayCode"] as const),
];

/** All that a stock says, wherever it has it. */
function said(stock: Stock) {
  const cars: Record<string, unknown> = {};
  for (let place = 0; place < stock.size; place += 1) {
    if (stock.status[place] === GONE) continue;
    cars[stock.id(place)] = [
      ...PLAIN.map((column) => stock[column][place]),
      ...NAMES.map((name) => stock[name].names[stock[name].codes[place] ?? 0]?.toLowerCase()),
    ];
  }
  const orders = Object.entries(stock.orders).map(([name, order]) => [
    name,
    Array.from(order, (place) => stock.id(place)),
  ]);
  return { version: stock.version, cars, orders };
}

const idOf = (car: RandomCar | undefined) => car?.id;

const WRITES: Record<string, string> = {
  price: "UPDATE cars SET price_idr = (random() * 1e9)::bigint + 1 WHERE id = $1",
  listed: "UPDATE cars SET listed_at = '2026-01-01T00:03Z', mileage_km = NULL WHERE id = $1",
  renamed: "UPDATE cars SET brand = 'Wuling', color = 'PUTIH', year = 2016 WHERE id = $1",
  sold: "UPDATE cars SET status = 'sold' WHERE price_idr > 0 AND id = $1",
  draft: "UPDATE cars SET status = 'draft' WHERE id = $1",
  published: "UPDATE cars SET status = 'available' WHERE price_idr > 0 AND id = $1",
  removed: "DELETE FROM cars WHERE id = $1",
  photo: `INSERT INTO car_photos (tenant_id, car_id, position, url)
    SELECT tenant_id, id, 1 + (random() * 1e9)::int, 'https://a.test/1.jpg' FROM cars WHERE id = $1`,
};

describe("a stock in memory", () => {
  test("after any writes is what a reading of all of it gives", async () => {
    const write = fc.tuple(fc.constantFrom("added", ...Object.keys(WRITES)), fc.nat());
    // Cars seldom go away altogether, which has everything read anew.
    const rounds = fc.array(fc.array(write, { minLength: 1, maxLength: 6 }), {
      ...{ minLength: 8, maxLength: 8 },
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(randomCar, { minLength: 0, maxLength: 60, size: "max" }),
        fc.array(randomCar, { minLength: 50, maxLength: 50 }),
        rounds,
        async (cars, more, all) => {
          const { record } = await newTenant(cars);
          const store = createStockStore(listingDoor, BYTES);
          await store.stockOf(await asOfNow(record));
          const stored = [...cars];
          for (const writes of all) {
            for (const [what, n] of writes) {
              const added = what === "added" ? more.pop() : undefined;
              if (added) {
                await insertCars(owner, record.id, [added]);
                stored.push(added);
              } else {
                await other.query(WRITES[what] ?? "SELECT $1", [idOf(stored[n % stored.length])]);
              }
            }
            const now = await asOfNow(record);
            const followed = said(await store.stockOf(now));
            const fresh = said(await createStockStore(listingDoor, BYTES).stockOf(now));
            expect(followed).toEqual(fresh);
          }
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 120_000);

  test("gets what a transaction writes that began before others and ended after them", async () => {
    const cars = fc.sample(
      randomCar.map((car) => ({ ...car, price_idr: 5, status: "available" })),
      3,
    );
    const { record } = await newTenant(cars);
    const store = createStockStore(listingDoor, BYTES);
    await other.query("BEGIN; SELECT pg_current_xact_id()");
    await owner.query("UPDATE cars SET price_idr = 7 WHERE id = $1", [cars[0]?.id]);
    await store.stockOf(await asOfNow(record));
    await other.query(`UPDATE cars SET price_idr = 9 WHERE id = '${cars[1]?.id}'; COMMIT`);
    const stock = await store.stockOf(await asOfNow(record));
    const prices = Array.from(stock.price.subarray(0, stock.size));
    expect(prices.toSorted()).toEqual([5, 7, 9]);
  });

  test("is read once however many ask, and not again while nothing changes", async () => {
    const { record } = await newTenant(fc.sample(randomCar, 5));
    let readings = 0;
    const counted: ListingDoor = {
      ...listingDoor,
      readStock: (...given) => {
        readings += 1;
        return listingDoor.readStock(...given);
      },
    };
    const store = createStockStore(counted, BYTES);
    const now = await asOfNow(record);
    await Promise.all(Array.from({ length: 20 }, () => store.stockOf(now)));
    await store.stockOf(now);
    expect(readings).toBe(1);
    await owner.query("UPDATE cars SET year = 2017 WHERE tenant_id = $1", [record.id]);
    const changed = await asOfNow(record);
    await Promise.all(Array.from({ length: 20 }, () => store.stockOf(changed)));
    expect(readings).toBe(2);
  });

  test("that is larger than the limit is served all the same, and small ones stay", async () => {
    const large = await newTenant(fc.sample(randomCar, 120));
    const small = await newTenant(fc.sample(randomCar, 2));
    const store = createStockStore(listingDoor, 30_000);
    const kept = await store.stockOf(await asOfNow(small.record));
    expect((await store.stockOf(await asOfNow(large.record))).size).toBe(120);
    expect((await store.stockOf(await asOfNow(large.record))).size).toBe(120);
    expect(await store.stockOf(await asOfNow(small.record))).toBe(kept);
  });
});

describe("a listing never shows", () => {
  const published = randomCar.map((car) => ({ ...car, price_idr: 5, status: "available" }));

  test("a car that is a draft or sold by the time its card is read", async () => {
    const cars = fc.sample(published, 4);
    const { record } = await newTenant(cars);
    const before = await asOfNow(record);
    const query = PublicCarQuery.parse({});
    expect((await app.deps.stockColumns.stockOf(before)).size).toBe(4);
    await owner.query("UPDATE cars SET status = 'draft' WHERE id = $1", [cars[0]?.id]);
    await owner.query("UPDATE cars SET status = 'sold' WHERE id = $1", [cars[1]?.id]);
    await owner.query("DELETE FROM cars WHERE id = $1", [cars[2]?.id]);
    const stale = await listPublicCars(app.deps, before, query);
    expect(stale.data.map(({ slug }) => slug)).toEqual([cars[3]?.id ?? ""]);
  });

  test("a card from before its car changed", async () => {
    const cars = fc.sample(published, 4);
    const { record } = await newTenant(cars);
    const query = PublicCarQuery.parse({});
    const shown = async () => (await listPublicCars(app.deps, await asOfNow(record), query)).data;
    expect(await shown()).toHaveLength(4);
    await owner.query("UPDATE cars SET status = 'draft' WHERE id = $1", [cars[0]?.id]);
    await owner.query("UPDATE cars SET status = 'sold' WHERE id = $1", [cars[1]?.id]);
    await owner.query("DELETE FROM cars WHERE id = $1", [cars[2]?.id]);
    await owner.query("UPDATE cars SET price_idr = 7 WHERE id = $1", [cars[3]?.id]);
    const left = await shown();
    expect(left.map(({ slug, price, photo }) => ({ slug, price, photo }))).toEqual([
      { slug: cars[3]?.id ?? "", price: 7, photo: null },
    ]);
    await owner.query(
      "INSERT INTO car_photos (tenant_id, car_id, position, url, is_primary) VALUES ($1, $2, 0, $3, true)",
      [record.id, cars[3]?.id, "https://pictures.example.com/new.jpg"],
    );
    expect((await shown())[0]?.photo).toBe("https://pictures.example.com/new.jpg");
  });

  test("another dealership's car, not even by its id", async () => {
    const [own, foreign] = [fc.sample(published, 2), fc.sample(published, 2)];
    const { record, tenant } = await newTenant(own);
    const elsewhere = await newTenant(foreign);
    const ids = [...own, ...foreign].map(({ id }) => id);
    const rows = await listingDoor.readCards<{ id: string }>(record.id, ids);
    expect(rows.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
    expect(await listingDoor.readCards(crypto.randomUUID(), ids)).toEqual([]);
    for (const of of [record, elsewhere.record, record]) {
      const now = await asOfNow(of);
      const cards = await app.deps.publicCards.of(now, ids);
      const theirs = of === record ? own : foreign;
      expect(cards.map(({ slug }) => slug)).toEqual(theirs.map(({ id }) => id));
    }
    const page = await json(await app.send(tenant.host, "/api/cars?facets=brand"));
    expect(page.meta.total).toBe(2);
    const others = await json(await app.send(elsewhere.tenant.host, "/api/cars"));
    const slugs = others.data.map(({ slug }: { slug: string }) => slug);
    expect(slugs.toSorted()).toEqual(foreign.map(({ id }) => id).toSorted());
  });

  test("cars in a transaction that is in another dealership", async () => {
    const [a, b] = [await newTenant([]), await newTenant(fc.sample(published, 1))];
    const context = { actor: { kind: "visitor" }, origin: NO_ORIGIN, now: new Date() } as const;
    const reading = withTenant(
      app.deps.database,
      { ...context, tenant: a.record, log: app.deps.log },
      ({ db }) => db.$queryRaw`SELECT version FROM stock_columns(${b.record.id}::uuid, 0)`,
    );
    await expect(reading).rejects.toThrow("another dealership");
  });
});
