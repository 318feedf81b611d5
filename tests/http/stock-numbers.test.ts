/** What cars cost and bring, and who may know it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { deskOf } from "../support/desk.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

/** 20:00 of the day in Jakarta. */
let now = new Date("2037-06-01T13:00:00Z");
const app = createTestApp({ clock: () => now });
let db: pg.Client;
let tenant: TestTenant;
let [boss, admin, sales]: Call[] = [];
beforeAll(async () => {
  db = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const desk = deskOf(app, db, tenant);
  admin = await desk.as(await desk.addSales("Ani", { role: "admin" }));
  sales = await desk.as(await desk.addSales("Sari"));
});
afterAll(async () => {
  await db.end();
  await app.close();
});

const call = (who: Call | undefined, ...asked: Parameters<Call>) =>
  who?.(...asked) ?? Promise.reject(new Error("nobody is there"));
const addCar = async (more: object = {}) => {
  const car = { brand: "Toyota", model: "Avanza", year: 2019, price: 200_000_000 };
  const added = await call(boss, "POST", "/cars", { ...car, status: "available", ...more });
  expect(added.status).toBe(201);
  return added.body.data;
};
const REPAIR = { kind: "repair", amount: 3_500_000, note: "Ban depan", spentOn: "2037-05-30" };
const addCost = async (car: { id: string }, more: object = {}) => {
  const added = await call(boss, "POST", `/cars/${car.id}/costs`, { ...REPAIR, ...more });
  expect(added.status).toBe(201);
  return added.body.data;
};
const numbersOf = async ({ id }: { id: string }, who = boss) =>
  (await call(who, "GET", `/cars/${id}/numbers`)).body.data;

describe("a car's costs", () => {
  test("are written down by day, changed and removed", async () => {
    const car = await addCar();
    const tax = await addCost(car, { kind: "tax", amount: 1_200_000, spentOn: "2037-06-01" });
    const repair = await addCost(car);
    expect(repair).toMatchObject({
      ...REPAIR,
      ...{ carId: car.id, version: 1, createdBy: { id: tenant.owner.id } },
    });
    const list = async () => (await call(admin, "GET", `/cars/${car.id}/costs`)).body.data;
    expect(await list()).toEqual([repair, tax]);
    const path = `/car-costs/${repair.id}`;
    const changed = await call(admin, "PATCH", path, { amount: 4_000_000, note: "", version: 1 });
    expect(changed.body.data).toMatchObject({
      ...REPAIR,
      ...{ amount: 4_000_000, note: null, version: 2 },
    });
    expect((await call(boss, "PATCH", path, { amount: 1, version: 1 })).status).toBe(409);
    expect((await call(boss, "PATCH", path, { amount: 1 })).status).toBe(428);
    const removed = await app.send(tenant.host, `/api/admin${path}`, {
      method: "DELETE",
      headers: {
        Authorization: `Bearer ${(await logIn(app, tenant, tenant.owner)).token}`,
        "If-Match": '"2"',
      },
    });
    expect(removed.status).toBe(204);
    expect(await list()).toEqual([tax]);
  });

  test.each([
    [{ kind: "fuel" }, "kind"],
    [{ amount: 0 }, "amount"],
    [{ amount: 1.5 }, "amount"],
    [{ amount: 1e15 }, "amount"],
    [{ spentOn: "2037-02-30" }, "spentOn"],
    [{ spentOn: undefined }, "spentOn"],
    [{ note: "x".repeat(501) }, "note"],
    [{ price: 1 }, "price"],
  ])("are refused field by field: %j", async (more, path) => {
    const car = await addCar();
    const refused = await call(boss, "POST", `/cars/${car.id}/costs`, { ...REPAIR, ...more });
    expect(refused.status).toBe(400);
    expect(refused.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test("are 200 at the most, also when added at once, and go with the car", async () => {
    const car = await addCar();
    await db.query(
      `INSERT INTO car_costs (tenant_id, car_id, kind, amount_idr, spent_on)
       SELECT $1, $2, 'repair', 1000, '2037-01-01' FROM generate_series(1, 198)`,
      [tenant.id, car.id],
    );
    const tries = await Promise.all(
      [1, 2, 3, 4].map(() => call(boss, "POST", `/cars/${car.id}/costs`, REPAIR)),
    );
    expect(tries.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409]);
    const kept = async () =>
      (await db.query("SELECT 1 FROM car_costs WHERE car_id = $1", [car.id])).rowCount;
    expect(await kept()).toBe(200);
    const { token } = await logIn(app, tenant, tenant.owner);
    const headers = { Authorization: `Bearer ${token}`, "If-Match": '"1"' };
    const init = { method: "DELETE", headers };
    expect((await app.send(tenant.host, `/api/admin/cars/${car.id}`, init)).status).toBe(204);
    expect(await kept()).toBe(0);
  });

  test("are nobody's business but the owner's and the admins'", async () => {
    const car = await addCar({ cost: 170_000_000 });
    const cost = await addCost(car, { amount: 7_654_321 });
    for (const [method, path, input] of [
      ["GET", `/cars/${car.id}/costs`],
      ["POST", `/cars/${car.id}/costs`, REPAIR],
      ["PATCH", `/car-costs/${cost.id}`, { amount: 1, version: 1 }],
      ["DELETE", `/car-costs/${cost.id}`],
    ] as const) {
      expect((await call(sales, method, path, input)).status).toBe(403);
    }
    for (const path of [`/cars/${car.id}/numbers`, `/cars/${car.id}`, "/cars?limit=100"]) {
      const seen = await call(sales, "GET", path);
      expect(seen.status).toBe(200);
      expect(JSON.stringify(seen.body)).not.toMatch(/"cost|margin|7654321|177654321|22345679/);
    }
    expect((await numbersOf(car, admin)).costs.total).toBe(177_654_321);
  });
});

describe("a car's numbers", () => {
  test("tell what it cost in all and what its price leaves", async () => {
    const car = await addCar({ cost: 170_000_000 });
    await addCost(car, { kind: "purchase", amount: 1_000_000 });
    await addCost(car, { amount: 3_000_000 });
    await addCost(car, { amount: 500_000 });
    await addCost(car, { kind: "tax", amount: 2_000_000 });
    await addCost(car, { kind: "other", amount: 250_000 });
    expect(await numbersOf(car)).toMatchObject({
      price: 200_000_000,
      costs: {
        ...{ purchase: 171_000_000, repair: 3_500_000, tax: 2_000_000, other: 250_000 },
        ...{ total: 176_750_000, margin: 23_250_000, marginPercent: 11.6 },
      },
    });
  });

  test("tell no margin while nobody knows what buying it cost", async () => {
    const car = await addCar();
    await addCost(car);
    const unknown = { purchase: null, total: null, margin: null, marginPercent: null };
    expect((await numbersOf(car)).costs).toMatchObject({ ...unknown, repair: 3_500_000 });
    await addCost(car, { kind: "purchase", amount: 210_000_000 });
    expect((await numbersOf(car)).costs).toMatchObject({
      ...{ total: 213_500_000, margin: -13_500_000, marginPercent: -6.7 },
    });
    const draft = await addCar({ status: "draft", price: null, cost: 1_000_000 });
    expect((await numbersOf(draft)).costs).toMatchObject({ total: 1_000_000, margin: null });
  });

  test("count days of the dealership's calendar until it is sold", async () => {
    const car = await addCar();
    const draft = await addCar({ status: "draft" });
    const ageing = async () => {
      const { daysInStock, ageing: band } = await numbersOf(car);
      return [daysInStock, band];
    };
    expect(await ageing()).toEqual([0, "0-30"]);
    // Past midnight in Jakarta, and the same day in UTC.
    now = new Date("2037-06-01T17:30:00Z");
    expect(await ageing()).toEqual([1, "0-30"]);
    for (const [instant, days, band] of [
      ["2037-07-01T16:59:00Z", 30, "0-30"],
      ["2037-07-01T17:00:00Z", 31, "31-60"],
      ["2037-07-31T17:00:00Z", 61, "61-90"],
      ["2037-08-30T17:00:00Z", 91, "91-120"],
      ["2037-09-29T16:59:00Z", 120, "91-120"],
      ["2037-09-29T17:00:00Z", 121, "over-120"],
    ] as const) {
      await db.query(
        "UPDATE cars SET sold_at = $2, status = 'sold', listed_at = '2037-06-01T13:00:00Z' WHERE id = $1",
        [car.id, instant],
      );
      expect(await ageing()).toEqual([days, band]);
    }
    expect(await numbersOf(draft)).toMatchObject({ daysInStock: null, ageing: null });
  });

  test("count the enquiries about it", async () => {
    const [car, other] = [await addCar(), await addCar()];
    for (const { slug } of [car, car, other]) {
      const phone = `0812${Math.floor(Math.random() * 1e8)}`.padEnd(12, "7");
      const enquiry = { name: "Dewi", phone, kind: "question", message: "Ada?", car: slug };
      const asked = await app.send(tenant.host, "/api/leads", {
        ...{ method: "POST", body: JSON.stringify(enquiry) },
      });
      expect(asked.status).toBe(201);
    }
    expect((await numbersOf(car, sales)).enquiries).toBe(2);
  });
});
