/** How long cars stand, and which of them somebody should look at today. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { connect } from "../support/attack-database.ts";
import { inserter, newNumber } from "../support/attack-rows.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

/** 00:30 of June 2 in Jakarta, and June 1 in UTC. */
const now = new Date("2037-06-01T17:30:00Z");
const app = createTestApp({ clock: () => now });
let db: pg.Client;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
});
afterAll(async () => {
  await db.end();
  await app.close();
});

interface Stock {
  tenant: TestTenant;
  call: Call;
  add(more?: Record<string, unknown>): Promise<string>;
}

let cars = 0;
async function newStock(): Promise<Stock> {
  const tenant = await createTestTenant(app);
  const call = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const insert = inserter(db, tenant.id);
  const add = async ({ photo = true, ...more }: Record<string, unknown> = {}) => {
    cars += 1;
    const id = await insert("cars", {
      ...{ display_code: `C-${cars}`, slug: `c-${cars}`, brand: "Toyota", model: `Model ${cars}` },
      ...{ year: 2019, price_idr: 100_000_000, status: "available", listed_at: now, ...more },
    });
    if (photo) await insert("car_photos", { car_id: id, position: 0, url: "/a.svg" });
    return id;
  };
  return { tenant, call, add };
}

const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe("ageing", () => {
  test("counts what is on offer and what is asked for it, by the dealership's days", async () => {
    const { call, add } = await newStock();
    for (const days of [0, 30, 31, 60, 61, 91, 120, 121, 900])
      await add({ listed_at: daysAgo(days) });
    // 30 times 24 hours ago, to the minute, and yet the 31st day: listed before midnight.
    await add({ listed_at: new Date(daysAgo(30).getTime() - 3_600_000), price_idr: 7 });
    await add({ status: "booking", listed_at: daysAgo(95), price_idr: 5 });
    for (const status of ["draft", "sold"]) await add({ status, listed_at: daysAgo(95) });
    const { body } = await call("GET", "/stock/ageing");
    expect(body.data).toEqual({
      bands: [
        { band: "0-30", cars: 2, value: 200_000_000 },
        { band: "31-60", cars: 3, value: 200_000_007 },
        { band: "61-90", cars: 1, value: 100_000_000 },
        { band: "91-120", cars: 3, value: 200_000_005 },
        { band: "over-120", cars: 2, value: 200_000_000 },
      ],
      ...{ cars: 11, value: 900_000_012 },
    });
  });

  test("of no stock is nothing", async () => {
    const { call } = await newStock();
    const { body } = await call("GET", "/stock/ageing");
    expect(body.data).toMatchObject({ cars: 0, value: 0 });
    expect(body.data.bands).toHaveLength(5);
  });
});

interface AnyCar {
  id: string;
  model: string;
  year: number;
  price_idr: number;
  annual_tax_until: string | null;
  stnk_until: string | null;
  /** Days in stock. */
  age: number;
  /** The position of its photo. */
  photo: number | null;
  views: number;
  isAsked: boolean;
}

const attention = async ({ call }: Stock, query = "limit=100") =>
  (await call("GET", `/stock/attention?${query}`)).body;

describe("attention", () => {
  test("tells each car that somebody should look at, and why", async () => {
    const stock = await newStock();
    const plain = await stock.add({ listed_at: daysAgo(90), annual_tax_until: "2037-07-03" });
    const aged = await stock.add({ listed_at: daysAgo(91), photo: false });
    const taxed = await stock.add({ annual_tax_until: "2037-07-02", stnk_until: "2037-05-31" });
    for (const status of ["draft", "sold"]) {
      await stock.add({ status, photo: false, listed_at: daysAgo(400), stnk_until: "2030-01-01" });
    }
    const { data, meta } = await attention(stock);
    expect(data.map(({ id, reasons }: { id: string; reasons: unknown }) => [id, reasons])).toEqual([
      [aged, [{ reason: "no_photo" }, { reason: "aged", days: 91 }]],
      [
        taxed,
        [
          { reason: "annual_tax_due", on: "2037-07-02", days: 30 },
          { reason: "stnk_due", on: "2037-05-31", days: -2 },
        ],
      ],
    ]);
    expect(data[0]).toMatchObject({ daysInStock: 91, price: 100_000_000, status: "available" });
    expect(JSON.stringify(data)).not.toContain(plain);
    expect(meta).toEqual({
      ...{ limit: 100, nextCursor: null, total: 2 },
      reasons: {
        no_photo: 1,
        aged: 1,
        annual_tax_due: 1,
        stnk_due: 1,
        above_like_cars: 0,
        viewed_without_enquiry: 0,
      },
    });
    const one = await attention(stock, "reason=stnk_due");
    expect(one.data).toMatchObject([{ id: taxed }]);
    expect(one.meta.total).toBe(1);
  });

  test("holds a price against three like cars at least, others than itself", async () => {
    const stock = await newStock();
    const like = { brand: "Honda", model: "Jazz", year: 2018 };
    await stock.add({ ...like, price_idr: 100_000_000 });
    await stock.add({ ...like, brand: "HONDA", year: 2017, price_idr: 110_000_000 });
    const dear = await stock.add({ ...like, price_idr: 150_000_000 });
    await stock.add({ ...like, year: 2016, price_idr: 90_000_000 });
    for (const status of ["draft", "sold"]) {
      await stock.add({ ...like, status, price_idr: 100_000_000 });
    }
    expect((await attention(stock)).data).toEqual([]);
    // Of four others the median lies between the two in the middle.
    await stock.add({ ...like, year: 2019, status: "booking", price_idr: 120_000_000 });
    const tell = async () =>
      (await attention(stock)).data.map((car: { reasons: unknown }) => car.reasons);
    expect(await tell()).toEqual([
      [
        {
          ...{ reason: "above_like_cars", median: 110_000_000, likeCars: 3 },
          ...{ above: 40_000_000, abovePercent: 36.4 },
        },
      ],
    ]);
    await stock.add({ ...like, price_idr: 125_000_000 });
    expect(await tell()).toMatchObject([[{ median: 115_000_000, likeCars: 4, above: 35_000_000 }]]);
    // Exactly 10 % above is not above it.
    await db.query("UPDATE cars SET price_idr = 126500000 WHERE id = $1", [dear]);
    expect(await tell()).toEqual([]);
  });

  test("never takes a car's own price for another's", async () => {
    const stock = await newStock();
    const like = { brand: "Honda", model: "Brio" };
    for (const price of [100, 100, 150, 200, 200]) await stock.add({ ...like, price_idr: price });
    const told = (await attention(stock)).data.map(({ price }: { price: number }) => price);
    expect(told).toEqual([200, 200]);
  });

  test("agrees with a median reckoned car by car, page by page", async () => {
    const stock = await newStock();
    const all: { id: string; model: string; year: number; price: number }[] = [];
    for (let n = 0; n < 90; n += 1) {
      const model = `Acak ${n % 3}`;
      const year = 2010 + Math.floor(Math.random() * 6);
      const price = 1_000_000 * (80 + Math.floor(Math.random() * 40));
      const id = await stock.add({ model, year, price_idr: price, listed_at: daysAgo(n % 7) });
      all.push({ id, model, year, price });
    }
    const expected = all.flatMap((car) => {
      const prices = all
        .filter((one) => one.id !== car.id && one.model === car.model)
        .filter((one) => Math.abs(one.year - car.year) <= 1)
        .map(({ price }) => price)
        .sort((a, b) => a - b);
      if (prices.length < 3) return [];
      const middle = (prices.length - 1) / 2;
      const [low = 0, high = 0] = [prices[Math.floor(middle)], prices[Math.ceil(middle)]];
      const median = (low + high) / 2;
      return car.price > 1.1 * median + 0.5 ? [{ id: car.id, median, others: prices.length }] : [];
    });
    const told: { id: string; listedAt: string; reasons: Record<string, number>[] }[] = [];
    let cursor = "";
    do {
      const page = await attention(stock, `limit=7${cursor && `&cursor=${cursor}`}`);
      expect(page.meta.total).toBe(expected.length);
      told.push(...page.data);
      cursor = page.meta.nextCursor ?? "";
    } while (cursor);
    const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id);
    const found = told.map(({ id, reasons: [reason] }) => {
      return { id, median: reason?.["median"], others: reason?.["likeCars"] };
    });
    expect(found.sort(byId) as unknown[]).toEqual(expected.sort(byId));
    const order = told.map(({ listedAt, id }) => `${listedAt} ${id}`);
    expect(order).toEqual(order.toSorted());
    expect(expected.length).toBeGreaterThan(7);
  });

  test("agrees with a plain definition on any stock", async () => {
    const stock = await newStock();
    const insert = inserter(db, stock.tenant.id);
    const below = (most: number) => Math.floor(Math.random() * most);
    const some = (part: number) => Math.random() < part;
    const today = Date.parse("2037-06-02");
    const day = (days: number) => new Date(today + days * 86_400_000).toISOString().slice(0, 10);
    const lead = await insert("leads", { phone: newNumber(), source: "phone" });
    const all: AnyCar[] = [];
    for (let n = 0; n < 150; n += 1) {
      const model = `Campur ${below(3)}`;
      const given = {
        ...{ model: some(0.5) ? model : model.toUpperCase(), year: 2010 + below(5) },
        ...{
          price_idr: 80_000_000 + below(60) * 1_000_000,
          status: some(0.5) ? "available" : "booking",
        },
        annual_tax_until: some(0.5) ? day(below(80) - 20) : null,
        stnk_until: some(0.5) ? day(below(80) - 20) : null,
      };
      const age = 80 + below(20);
      const listed_at = new Date(Date.parse(day(-age)) - 7 * 3_600_000 + below(86_400) * 1_000);
      const status = some(0.1) ? "sold" : given.status;
      const id = await stock.add({ ...given, status, listed_at, photo: false });
      const photo = some(0.8) ? below(3) : null;
      if (photo !== null)
        await insert("car_photos", { car_id: id, position: photo, url: "/a.svg" });
      const views = some(0.5) ? 50 + below(100) : 0;
      if (views) await insert("car_view_totals", { car_id: id, views });
      const isAsked = some(0.3);
      const enquiry = { lead_id: lead, car_id: id, car_title: "T", kind: "question" };
      if (isAsked) await insert("enquiries", enquiry);
      if (status === "sold") continue;
      all.push({ ...given, id, age, photo, views, isAsked });
    }
    const isDue = (until: string | null) => until !== null && until <= day(30);
    const medianFor = (car: AnyCar) => {
      const prices = all
        .filter((one) => one !== car && one.model.toLowerCase() === car.model.toLowerCase())
        .filter((one) => Math.abs(one.year - car.year) <= 1)
        .map(({ price_idr }) => price_idr)
        .sort((a, b) => a - b);
      const middle = (prices.length - 1) / 2;
      const pair = [prices[Math.floor(middle)] ?? 0, prices[Math.ceil(middle)] ?? 0] as const;
      return prices.length < 3 ? Number.POSITIVE_INFINITY : (pair[0] + pair[1]) / 2;
    };
    const expected = all.map((car) => {
      const reasons = {
        no_photo: car.photo === null,
        aged: car.age > 90,
        annual_tax_due: isDue(car.annual_tax_until),
        stnk_due: isDue(car.stnk_until),
        above_like_cars: car.price_idr * 100 > medianFor(car) * 110,
        viewed_without_enquiry: car.views >= 100 && !car.isAsked,
      };
      return [car.id, Object.entries(reasons).flatMap(([name, holds]) => (holds ? [name] : []))];
    });
    const told = new Map<string, string[]>();
    let cursor = "";
    do {
      const { data, meta } = await attention(stock, `limit=60${cursor && `&cursor=${cursor}`}`);
      for (const { id, reasons } of data) {
        told.set(
          id,
          reasons.map(({ reason }: { reason: string }) => reason),
        );
      }
      cursor = meta.nextCursor ?? "";
    } while (cursor);
    expect(all.map(({ id }) => [id, told.get(id) ?? []])).toEqual(expected);
    expect(new Set([...told.values()].flat()).size).toBe(6);
  });

  test("refuses a broken cursor and an unknown reason", async () => {
    const { call } = await newStock();
    expect((await call("GET", "/stock/attention?cursor=abc")).status).toBe(400);
    expect((await call("GET", "/stock/attention?reason=ugly")).status).toBe(400);
  });
});
