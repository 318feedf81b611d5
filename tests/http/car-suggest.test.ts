/** Suggestions as a buyer types, over HTTP. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { NewCar } from "../../src/domain/cars/car-input.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await logIn(app, tenant, tenant.owner)).token;
  for (const year of [2017, 2018]) await add("Grand Livina", year, "available");
  await add("Grand Livina", 2019, "draft");
  await add("March", 2016, "available");
});

async function add(model: string, year: number, status: string) {
  const car = { brand: "Nissan", model, year, price: 1, status };
  const headers = { Authorization: `Bearer ${token}` };
  const init = { method: "POST", headers, body: JSON.stringify(car) };
  expect((await app.send(tenant.host, "/api/admin/cars", init)).status).toBe(201);
}

const get = (query: string) => app.send(tenant.host, `/api/cars/suggest${query}`);

test("are given with what the list of cars is asked for them, and follow the stock", async () => {
  const livina = {
    ...{ kind: "model", text: "Nissan Grand Livina" },
    query: { brand: "Nissan", model: "Grand Livina" },
  };
  expect((await json(await get("?q=grand%20liv&limit=1"))).data).toEqual([{ ...livina, count: 2 }]);
  await add("Grand Livina", 2020, "available");
  expect((await json(await get("?q=grand%20liv&limit=1"))).data).toEqual([{ ...livina, count: 3 }]);
});

test.each([
  ["", "q"],
  ["?q=", "q"],
  [`?q=${"a".repeat(101)}`, "q"],
  ["?q=%00", "q"],
  ["?q=a&limit=0", "limit"],
  ["?q=a&limit=21", "limit"],
  ["?q=a&limit=x", "limit"],
  ["?q=a&page=1", "page"],
])("%s is refused by the field", async (query, path) => {
  const response = await get(query);
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  expect(errors.map((error) => error.path)).toEqual([path]);
});

test("no car is given an address that is none of a car's", () => {
  for (const slug of ["suggest", "compare", "sold"]) {
    const { success } = NewCar.safeParse({ brand: "Kia", model: "Rio", year: 2018, slug });
    expect([slug, success]).toEqual([slug, false]);
  }
  const slug = "suggest-2018";
  expect(NewCar.safeParse({ brand: "Kia", model: "Rio", year: 2018, slug }).success).toBe(true);
});
