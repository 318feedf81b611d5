/** What the stock is worth is noted at the end of each of the dealership's days, once. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { noteStockValueJob } from "../../src/jobs/handlers/note-stock-value.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type Desk, deskOf } from "../support/desk.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

let now = new Date("2037-06-01T03:00:00Z");
const app = createTestApp({ clock: () => now });
let db: pg.Client;
let tenant: TestTenant;
let desk: Desk;
let boss: Call;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  desk = deskOf(app, db, tenant);
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});
afterAll(async () => {
  await forgetJobs(db, "noteStockValue");
  await db.end();
  await app.close();
});

const CAR = { brand: "Toyota", model: "Avanza", year: 2019, status: "available" };
const add = async (more: object) => {
  const added = await boss("POST", "/cars", { ...CAR, ...more });
  expect(added.status).toBe(201);
  return added.body.data;
};
const due = async () => {
  const jobs = await desk.jobs("noteStockValue");
  return jobs.map(({ payload, run_at }) => [payload["day"], run_at.toISOString()]);
};
const note = (day: string) => noteStockValueJob(app.deps, { tenantId: tenant.id, day });
const value = async (query = "", call = boss) => call("GET", `/stock/value${query}`);

describe("the value of the stock", () => {
  test("is noted at midnight of the dealership, and the next day again", async () => {
    const car = await add({ price: 200_000_000, cost: 150_000_000 });
    await add({ price: 100_000_000, status: "booking" });
    await add({ price: 999_000_000, cost: 1, status: "sold" });
    await add({ price: 999_000_000, cost: 1, status: "draft" });
    const cost = { kind: "repair", amount: 3_000_000, spentOn: "2037-06-01" };
    await boss("POST", `/cars/${car.id}/costs`, cost);
    expect(await due()).toEqual([["2037-06-01", "2037-06-01T17:00:00.000Z"]]);

    now = new Date("2037-06-01T17:00:01Z");
    await note("2037-06-01");
    const first = { cars: 2, value: 300_000_000, cost: 153_000_000 };
    expect((await value()).body.data).toEqual({
      ...{ from: "2037-03-04", to: "2037-06-02" },
      days: [{ day: "2037-06-01", ...first }],
      now: first,
    });
    expect(await due()).toContainEqual(["2037-06-02", "2037-06-02T17:00:00.000Z"]);

    await boss("PATCH", `/cars/${car.id}`, { price: 190_000_000, version: 1 });
    await note("2037-06-01");
    now = new Date("2037-06-02T17:00:01Z");
    await note("2037-06-02");
    const { data } = (await value("?from=2037-06-01&to=2037-06-02")).body;
    expect(data.days).toEqual([
      { day: "2037-06-01", ...first },
      { day: "2037-06-02", ...first, value: 290_000_000 },
    ]);
    expect((await value("?from=2037-06-02&to=2037-06-02")).body.data.days).toHaveLength(1);
  });

  test("of a day that is long over is left out, and the next is seen to", async () => {
    now = new Date("2037-06-09T03:00:00Z");
    await note("2037-06-03");
    const { data } = (await value("?from=2037-06-03")).body;
    expect(data.days).toEqual([]);
    expect(await due()).toContainEqual(["2037-06-09", "2037-06-09T17:00:00.000Z"]);
  });

  test("at cost is nobody's business but the owner's and the admins'", async () => {
    const sales = await desk.as(await desk.addSales("Sari"));
    const seen = await value("?from=2037-06-01", sales);
    expect(seen.body.data.days).toHaveLength(2);
    expect(JSON.stringify(seen.body)).not.toContain("cost");
  });

  test.each([
    ["from=2037-06-02&to=2037-06-01", "from"],
    ["from=2031-06-01&to=2037-06-01", "from"],
    ["to=2037-02-30", "to"],
    ["from=gestern", "from"],
  ])("is of no period such as %s", async (query, path) => {
    const refused = await value(`?${query}`);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].path).toBe(path);
  });
});
