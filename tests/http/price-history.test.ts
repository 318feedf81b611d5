/** Every price that a car was given is kept, whoever gave it, and told to staff alone. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type pg from "pg";
import { importStock } from "../../src/domain/cars/import/import-stock.ts";
import { enterTenantOfJob } from "../../src/jobs/enter-tenant-of-job.ts";
import { read } from "../import/dealership.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

let now = new Date("2037-06-01T03:00:00Z");
const app = createTestApp({ clock: () => now });
let db: pg.Client;
let tenant: TestTenant;
let call: Call;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  call = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});
afterAll(async () => {
  await db.end();
  await app.close();
});

const CAR = { brand: "Toyota", model: "Rush", year: 2020, displayCode: "H-1" };
const pricesOf = async (id: string) => (await call("GET", `/cars/${id}/numbers`)).body.data.prices;
const importFile = async (content: string) => {
  const file = await read(content);
  return (await enterTenantOfJob(app.deps, tenant.id))((scope) => importStock(scope, file));
};

test("each with what it changed and by whom, also by an import", async () => {
  const draft = (await call("POST", "/cars", { ...CAR, status: "draft" })).body.data;
  expect(await pricesOf(draft.id)).toEqual([]);
  const steps = [
    { price: 210_000_000 },
    { price: 199_500_000, color: "Putih" },
    { color: "Hitam" },
    { status: "available", price: 199_500_000 },
  ];
  for (const [n, step] of steps.entries()) {
    now = new Date(Date.UTC(2037, 5, 2 + n));
    const changed = await call("PATCH", `/cars/${draft.id}`, { ...step, version: n + 1 });
    expect(changed.status).toBe(200);
  }
  now = new Date("2037-07-01T00:00:00Z");
  const imported = await importFile(
    "kode,merek,tipe,tahun,harga\nH-1,Toyota,Rush,2020,189.525.000\nH-2,Toyota,Rush,2021,230.000.000\n",
  );
  expect(imported).toMatchObject({ updated: 1, created: 1 });
  const prices = await pricesOf(draft.id);
  expect(prices).toEqual([
    {
      ...{ price: 189_525_000, at: "2037-07-01T00:00:00.000Z", by: null },
      ...{ change: -9_975_000, changePercent: -5 },
    },
    {
      ...{ price: 199_500_000, at: "2037-06-03T00:00:00.000Z", by: "Olla Owner" },
      ...{ change: -10_500_000, changePercent: -5 },
    },
    {
      ...{ price: 210_000_000, at: "2037-06-02T00:00:00.000Z", by: "Olla Owner" },
      ...{ change: null, changePercent: null },
    },
  ]);
  const { rows } = await db.query(
    "SELECT id FROM cars WHERE tenant_id = $1 AND display_code = $2",
    [...[tenant.id, "H-2"]],
  );
  expect(await pricesOf(rows[0].id)).toMatchObject([{ price: 230_000_000, change: null }]);
  for (const path of ["/api/cars", `/api/cars/${draft.slug}`, "/feeds/google.csv", "/api/site"]) {
    const response = await app.send(tenant.host, path);
    expect(response.status).toBe(200);
    expect(await response.text()).not.toMatch(/199500000|210000000|199\.500\.000|"change/);
  }
});

test("goes with the car, and is what no request can rewrite", async () => {
  const car = (await call("POST", "/cars", { ...CAR, displayCode: "H-9", price: 5_000_000 })).body;
  const kept = async () =>
    (await db.query("SELECT 1 FROM car_prices WHERE car_id = $1", [car.data.id])).rowCount;
  expect(await kept()).toBe(1);
  const { rows } = await db.query(
    `SELECT has_table_privilege('autoleads_app', 'car_prices', 'UPDATE') AS updates,
       has_table_privilege('autoleads_app', 'car_prices', 'DELETE') AS deletes`,
  );
  expect(rows).toEqual([{ updates: false, deletes: false }]);
  const { token } = await logIn(app, tenant, tenant.owner);
  const removed = await app.send(tenant.host, `/api/admin/cars/${car.data.id}`, {
    ...{ method: "DELETE", headers: { Authorization: `Bearer ${token}`, "If-Match": '"1"' } },
  });
  expect(removed.status).toBe(204);
  expect(await kept()).toBe(0);
});
