import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { USUAL_RULES } from "../../src/domain/credit/usual-rules.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

const CAR = { brand: "Toyota", model: "Avanza", year: 2019, price: 187_950_000 };

let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await logIn(app, tenant, tenant.owner)).token;
});

async function asStaff(
  method: string,
  path: string,
  body?: unknown,
  { by = token, at = tenant, headers = {} } = {},
) {
  const response = await app.send(at.host, `/api/admin/${path}`, {
    method,
    headers: { Authorization: `Bearer ${by}`, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, ...(text && JSON.parse(text)) };
}

async function addCar(more: object = {}): Promise<{ id: string; slug: string }> {
  const added = await asStaff("POST", "cars", { ...CAR, status: "available", ...more });
  expect(added.status).toBe(201);
  return added.data;
}

async function simulate(slug: string, query = "", at = tenant) {
  const response = await app.send(at.host, `/api/cars/${slug}/credit${query}`);
  return { status: response.status, headers: response.headers, ...(await json(response)) };
}

const errorsOf = ({ status, code, errors = [] }: Awaited<ReturnType<typeof simulate>>) => ({
  ...{ status, code },
  paths: errors.map((error: { path: string }) => error.path),
});

describe("GET /api/cars/{slug}/credit", () => {
  let slug: string;
  beforeAll(async () => {
    slug = (await addCar()).slug;
  });

  test("simulates by the usual rules where a dealership has set none", async () => {
    const { status, data } = await simulate(slug);
    expect(status).toBe(200);
    expect(data).toMatchObject({
      car: { slug, title: "2019 Toyota Avanza" },
      ...{ price: 187_950_000, priceKind: "cash", rules: "usual", type: "ADDM", tenor: 36 },
      ...{ instalment: 4_895_000, exactInstalment: 4_894_451.68, totalPaid: 230_589_615 },
      totalDownPayment: { amount: 59_264_615 },
    });
    expect(data.schedule).toHaveLength(36);
    expect(data.schedule[0].month).toBe(0);
    expect(data.schedule[35]).toMatchObject({ month: 35, balance: 0 });
    expect(data.options.downPayment).toMatchObject({ min: 37_590_000, max: 169_155_000 });
  });

  test("takes the down payment in rupiah or percent, tenor, type and insurance", async () => {
    const { data } = await simulate(slug, "?dp=60000000&tenor=48&type=ADDB&insurance=tlo");
    expect(data.downPayment).toEqual({ amount: 60_000_000, percent: 31.92 });
    expect(data).toMatchObject({ tenor: 48, type: "ADDB", insurance: { kind: "tlo" } });
    expect(data.schedule.map((row: { month: number }) => row.month).slice(0, 2)).toEqual([1, 2]);
    const { data: byPercent } = await simulate(slug, "?dpPercent=27.5");
    expect(byPercent.downPayment).toEqual({ amount: 51_686_250, percent: 27.5 });
  });

  test("reckons from the credit price of a car that has one", async () => {
    const car = await addCar({ creditPrice: 180_000_000 });
    const { data } = await simulate(car.slug);
    expect(data).toMatchObject({ price: 180_000_000, priceKind: "credit" });
    expect(data.downPayment.amount).toBe(45_000_000);
  });

  test.each([
    ["?dp=1&dpPercent=25", ["dp"]],
    ["?dp=25", ["dp"]],
    ["?dp=187950000", ["dp"]],
    ["?dp=-1", ["dp"]],
    ["?dp=1.5", ["dp"]],
    ["?dp=99999999999999999999", ["dp"]],
    ["?dpPercent=10", ["dpPercent"]],
    ["?dpPercent=90.001", ["dpPercent"]],
    ["?dpPercent=25%25", ["dpPercent"]],
    ["?dpPercent=1e1", ["dpPercent"]],
    ["?dpPercent=", ["dpPercent"]],
    ["?tenor=18", ["tenor"]],
    ["?tenor=0", ["tenor"]],
    ["?tenor=many", ["tenor"]],
    ["?type=addm", ["type"]],
    ["?insurance=none", ["insurance"]],
    ["?insurance=x&type=y", ["type", "insurance"]],
    ["?down=25", ["down"]],
  ])("refuses %s and names the field", async (query, paths) => {
    expect(errorsOf(await simulate(slug, query))).toEqual({
      ...{ status: 400, code: "INVALID_INPUT", paths },
    });
  });

  test("tells what may be paid down for this car", async () => {
    const { errors } = await simulate(slug, "?dp=25");
    expect(errors[0].message).toBe(
      "must be Rp 37.590.000 to Rp 169.155.000 for this car; dpPercent takes percent",
    );
  });

  test("knows no draft, no unknown car, and says of a sold one that it is sold", async () => {
    const draft = await addCar({ status: "draft" });
    expect((await simulate(draft.slug)).status).toBe(404);
    expect((await simulate("no-such-car")).status).toBe(404);
    const sold = await addCar({ status: "sold", price: 199_123_000 });
    const refused = await simulate(sold.slug);
    expect(refused).toMatchObject({ status: 409, code: "CAR_NOT_FOR_SALE" });
    expect(JSON.stringify(refused)).not.toMatch(/199.?123/);
  });

  test("simulates for a booked car", async () => {
    expect((await simulate((await addCar({ status: "booking" })).slug)).status).toBe(200);
  });

  test("leads from a former slug to the present one, with what was asked", async () => {
    const car = await addCar({ slug: "former-name" });
    const renamed = { slug: "present-name", version: 1 };
    expect((await asStaff("PATCH", `cars/${car.id}`, renamed)).status).toBe(200);
    const moved = await app.send(tenant.host, "/api/cars/former-name/credit?tenor=24&dpPercent=30");
    expect(moved.status).toBe(301);
    const location = moved.headers.get("Location") ?? "";
    expect(location).toStartWith("/api/cars/present-name/credit?");
    expect((await (await app.send(tenant.host, location)).json()) as object).toMatchObject({
      data: { tenor: 24, downPayment: { percent: 30 } },
    });
  });

  test("follows a new price at once", async () => {
    const car = await addCar();
    expect((await simulate(car.slug)).data.instalment).toBe(4_895_000);
    await asStaff("PATCH", `cars/${car.id}`, { price: 100_000_000, version: 1 });
    expect((await simulate(car.slug)).data.price).toBe(100_000_000);
  });
});

describe("the rules of a dealership", () => {
  const own = {
    ...USUAL_RULES,
    tenors: [
      { months: 18, ratePercent: 7.125 },
      { months: 12, ratePercent: 6 },
    ],
    ...{ defaultTenor: 12, defaultType: "ADDB", roundUpTo: 500 },
    downPayment: { minPercent: 0, maxPercent: 50, defaultPercent: 20 },
    insurance: { ...USUAL_RULES.insurance, isOptional: true, defaultKind: "none" },
    fees: { admin: 2_000_000, fiduciary: 0, policy: 99_000, provisionPercent: 1.5 },
  };

  async function open() {
    const at = await createTestTenant(app);
    const by = (await logIn(app, at, at.owner)).token;
    const added = await asStaff("POST", "cars", { ...CAR, status: "available" }, { at, by });
    return { at, by, slug: added.data.slug as string };
  }

  test("are the usual ones at version 1 until they are set", async () => {
    const { at, by } = await open();
    const read = await asStaff("GET", "credit-rules", undefined, { at, by });
    expect(read.data).toEqual({ ...USUAL_RULES, version: 1 });
    expect(read.headers.get("ETag")).toBe('"1"');
  });

  test("count at once, in what is cached too, and for that dealership alone", async () => {
    const { at, by, slug } = await open();
    const other = await open();
    expect((await simulate(slug, "", at)).data.rules).toBe("usual");
    expect((await simulate(other.slug, "", other.at)).data.tenor).toBe(36);
    const headers = { "If-Match": '"1"' };
    const set = await asStaff("PUT", "credit-rules", own, { at, by, headers });
    expect(set).toMatchObject({ status: 200, data: { ...own, version: 2 } });
    expect(set.headers.get("ETag")).toBe('"2"');
    const { data } = await simulate(slug, "", at);
    expect(data).toMatchObject({ rules: "own", tenor: 12, type: "ADDB" });
    // (150,360,000 × 1.06) / 12 = 13,281,800
    expect(data).toMatchObject({ exactInstalment: 13_281_800, instalment: 13_282_000 });
    expect(data.totalDownPayment).toEqual({
      ...{ amount: 41_845_400, downPayment: 37_590_000, insurance: 0, adminFee: 2_000_000 },
      ...{ fiduciaryFee: 0, policyFee: 0, provision: 2_255_400, firstInstalment: 0 },
    });
    const months = data.options.tenors.map((tenor: { months: number }) => tenor.months);
    expect(months).toEqual([12, 18]);
    expect((await simulate(other.slug, "", other.at)).data.tenor).toBe(36);
    expect((await simulate(slug, "?tenor=36", at)).status).toBe(400);
  });

  test("name the version that a change is based on", async () => {
    const { at, by } = await open();
    const put = (body: object, headers = {}) =>
      asStaff("PUT", "credit-rules", body, { at, by, headers });
    expect(await put(own)).toMatchObject({ status: 428, code: "VERSION_REQUIRED" });
    const early = await put({ ...own, version: 2 });
    expect(early).toMatchObject({ status: 409, code: "VERSION_CONFLICT" });
    expect((await put({ ...own, version: 1 })).data.version).toBe(2);
    expect((await put(own, { "If-Match": '"1"' })).status).toBe(409);
    expect((await put({ ...own, version: 2 }, { "If-Match": '"3"' })).status).toBe(400);
    expect((await put({ ...own, version: 2 })).data.version).toBe(3);
  });

  test("are set by one of two who based a change on the same version", async () => {
    const { at, by } = await open();
    const body = { ...own, version: 2 };
    expect((await asStaff("PUT", "credit-rules", { ...own, version: 1 }, { at, by })).status).toBe(
      200,
    );
    const [owner, watcher] = [await connect(app.ownerUrl), await connect(app.ownerUrl)];
    await owner.query("BEGIN");
    await owner.query("SELECT 1 FROM credit_rules WHERE tenant_id = $1 FOR UPDATE", [at.id]);
    const both = [body, body].map((one) => asStaff("PUT", "credit-rules", one, { at, by }));
    await eventually(async () => {
      const { rows } = await watcher.query(
        `SELECT 1 FROM pg_stat_activity
         WHERE wait_event_type = 'Lock' AND query LIKE '%INSERT INTO credit_rules%'`,
      );
      return rows.length === 2;
    });
    await owner.query("COMMIT");
    await Promise.all([owner.end(), watcher.end()]);
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test("are read by whoever reads cars and set by owner and admin alone", async () => {
    const { at } = await open();
    const sales = (await createTestStaff(app, at, "sales")).token;
    const admin = (await createTestStaff(app, at, "admin")).token;
    expect((await asStaff("GET", "credit-rules", undefined, { at, by: sales })).status).toBe(200);
    const body = { ...own, version: 1 };
    expect((await asStaff("PUT", "credit-rules", body, { at, by: sales })).status).toBe(403);
    expect((await asStaff("PUT", "credit-rules", body, { at, by: admin })).status).toBe(200);
  });

  const { insurance, downPayment, fees } = USUAL_RULES;
  test.each<[path: string, change: object]>([
    ["tenors", { tenors: [] }],
    ["tenors.0.months", { tenors: [{ months: 5, ratePercent: 5 }] }],
    ["tenors.0.ratePercent", { tenors: [{ months: 36, ratePercent: 60.5 }] }],
    ["tenors.0.ratePercent", { tenors: [{ months: 36, ratePercent: 5.85551 }] }],
    ["tenors.0.rate", { tenors: [{ months: 36, ratePercent: 5, rate: 1 }] }],
    ["tenors.5.months", { tenors: [...USUAL_RULES.tenors, { months: 36, ratePercent: 5 }] }],
    ["defaultTenor", { defaultTenor: 18 }],
    ["defaultType", { defaultType: "later" }],
    ["downPayment.maxPercent", { downPayment: { ...downPayment, maxPercent: 91 } }],
    ["downPayment.maxPercent", { downPayment: { ...downPayment, minPercent: 25, maxPercent: 24 } }],
    ["downPayment.defaultPercent", { downPayment: { ...downPayment, defaultPercent: 19 } }],
    ["insurance.defaultKind", { insurance: { ...insurance, defaultKind: "none" } }],
    ["insurance.rates.tlo", { insurance: { ...insurance, rates: { tlo: [] } } }],
    ["insurance.rates.tlo.0", { insurance: { ...insurance, rates: { tlo: [-1] } } }],
    [
      "insurance.years.0.paid",
      { insurance: { ...insurance, years: [{ insuredValuePercent: 1 }] } },
    ],
    ["fees.admin", { fees: { ...fees, admin: 1.5 } }],
    ["fees.provisionPercent", { fees: { ...fees, provisionPercent: 21 } }],
    ["roundUpTo", { roundUpTo: 0 }],
    ["roundUpTo", { roundUpTo: undefined }],
    ["surprise", { surprise: 1 }],
  ])("refuse a wrong %s by name", async (path, change) => {
    const body = { ...USUAL_RULES, version: 1, ...change };
    const refused = await asStaff("PUT", "credit-rules", body);
    expect(refused).toMatchObject({ status: 400, code: "INVALID_INPUT" });
    expect(refused.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});
