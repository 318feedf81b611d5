/** Staff keep queries of their lists under names, for themselves or for all. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type pg from "pg";
import { connect } from "../support/attack-database.ts";
import type { Call } from "../support/call-as.ts";
import { deskOf } from "../support/desk.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
let db: pg.Client;
let tenant: TestTenant;
let boss: Call;
let ani: Call;
let beni: Call;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  const desk = deskOf(app, db, tenant);
  boss = await desk.as(tenant.owner.id);
  ani = await desk.as(await desk.addSales("Ani"));
  beni = await desk.as(await desk.addSales("Beni"));
});
afterAll(async () => {
  await db.end();
  await app.close();
});

let number = 0;
const save = (call: Call, filter: Record<string, unknown> = {}) => {
  number += 1;
  return call("POST", "/saved-filters", {
    ...{ list: "cars", name: `Filter ${number}`, query: { fuel: "diesel" }, ...filter },
  });
};
const namesOf = async (call: Call, query = "") => {
  const { body } = await call("GET", `/saved-filters${query}`);
  return body.data.map(({ name }: { name: string }) => name);
};

test("a filter gives back the list that it was kept of", async () => {
  for (const price of [100_000_000, 300_000_000]) {
    const car = { brand: "Honda", model: "CR-V", year: 2019, bodyType: "suv", price };
    await boss("POST", "/cars", { ...car, status: "available" });
  }
  const query = { bodyType: "suv", priceMax: "200000000", q: "honda cr-v", sort: "price_asc" };
  const { status, body } = await save(ani, { name: "SUV murah", query });
  expect(status).toBe(201);
  expect(body.data).toMatchObject({
    ...{ list: "cars", name: "SUV murah", query, isShared: false, isOwn: true },
    owner: { name: "Ani" },
  });
  const list = await ani("GET", body.data.href.replace("/api/admin", ""));
  expect(list.status).toBe(200);
  expect(list.body.data.map(({ price }: { price: number }) => price)).toEqual([100_000_000]);
});

test("one's own is nobody else's until it is shared, and changed by its owner or who manages", async () => {
  const { id } = (await save(ani, { name: "Diesel Ani" })).body.data;
  expect(await namesOf(beni)).not.toContain("Diesel Ani");
  expect((await boss("PATCH", `/saved-filters/${id}`, { name: "x" })).status).toBe(404);
  await ani("PATCH", `/saved-filters/${id}`, { isShared: true });
  const { body } = await beni("GET", "/saved-filters?list=cars");
  expect(body.data.find((one: { id: string }) => one.id === id)).toMatchObject({
    ...{ isOwn: false, isShared: true, owner: { name: "Ani" } },
  });
  expect((await beni("DELETE", `/saved-filters/${id}`)).status).toBe(404);
  const query = { fuel: "electric" };
  expect((await boss("PATCH", `/saved-filters/${id}`, { query })).body.data.query).toEqual(query);
  expect((await boss("DELETE", `/saved-filters/${id}`)).status).toBe(204);
  expect(await namesOf(ani)).not.toContain("Diesel Ani");
});

test("a filter of leads is read as their list reads it, without words that name people", async () => {
  const query = { status: "hot", assignee: "me" };
  const kept = await save(ani, { list: "leads", name: "Panas", query });
  expect(kept.body.data.href).toBe("/api/admin/leads?status=hot&assignee=me");
  expect((await ani("GET", "/leads?status=hot&assignee=me")).status).toBe(200);
  expect(await namesOf(ani, "?list=leads")).toEqual(["Panas"]);
  const named = await save(ani, { list: "leads", query: { q: "Budi" } });
  expect([named.status, named.body.errors[0].path]).toEqual([400, "query.q"]);
});

test.each<[Record<string, unknown>, string]>([
  [{ query: { wheels: "4" } }, "query.wheels"],
  [{ query: { limit: "0" } }, "query.limit"],
  [{ query: { fuel: "water" } }, "query.fuel"],
  [{ query: { priceMax: 5 } }, "query.priceMax"],
  [{ query: { page: "2" } }, "query.page"],
  [{ query: { cursor: "x" } }, "query.cursor"],
  [{ list: "staff" }, "list"],
  [{ name: "a\nb" }, "name"],
  [{ name: "x".repeat(81) }, "name"],
  [{ surprise: 1 }, "surprise"],
])("%j is not kept", async (filter, path) => {
  const refused = await save(ani, filter);
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
  const kept = (await save(ani)).body.data;
  const { list: _, ...change } = { list: 0, ...filter };
  if (path === "list") return;
  expect((await ani("PATCH", `/saved-filters/${kept.id}`, change)).status).toBe(400);
});

test("a name is used once by a person for a list, and again by a colleague", async () => {
  expect((await save(beni, { name: "Sama" })).status).toBe(201);
  const twice = await save(beni, { name: "Sama" });
  expect([twice.status, twice.body.code]).toEqual([409, "FILTER_EXISTS"]);
  const { id } = (await save(beni, { name: "Lain" })).body.data;
  expect((await beni("PATCH", `/saved-filters/${id}`, { name: "Sama" })).status).toBe(409);
  expect((await save(ani, { name: "Sama" })).status).toBe(201);
  expect((await save(beni, { name: "Sama", list: "leads", query: {} })).status).toBe(201);
});

test("a person keeps fifty, also when asked at once", async () => {
  const desk = deskOf(app, db, tenant);
  const citra = await desk.as(await desk.addSales("Citra"));
  const tries = await Promise.all(Array.from({ length: 55 }, () => save(citra)));
  const refused = tries.filter(({ status }) => status === 409);
  expect(refused.map(({ body }) => body.code)).toEqual(Array(5).fill("FILTERS_FULL"));
  expect((await namesOf(citra)).length).toBe(50);
});

test("an API key keeps none", async () => {
  const made = await boss("POST", "/api-keys", { name: "Situs", scopes: ["cars:read"] });
  const answer = await app.send(tenant.host, "/api/admin/saved-filters", {
    headers: { Authorization: `Bearer ${made.body.data.key}` },
  });
  expect([answer.status, (await json(answer)).code]).toEqual([403, "FORBIDDEN"]);
});
