import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

interface Car {
  id: string;
  slug: string;
  displayCode: string;
  version: number;
  status: string;
  price: number | null;
  cost?: number | null;
  [field: string]: unknown;
}
interface Answer {
  data: Car;
  warnings: { path: string; message: string }[];
  code?: string;
  errors?: { path: string; message: string }[];
}

let tenant: TestTenant;
let owner: TestStaff;
let sales: TestStaff;

beforeAll(async () => {
  tenant = await createTestTenant(app);
  owner = await logIn(app, tenant, tenant.owner);
  sales = await createTestStaff(app, tenant, "sales");
});

const AVANZA = {
  brand: "Toyota",
  model: "Avanza",
  variant: "1.3 G",
  year: 2019,
  price: 155_000_000,
};

async function call(
  method: string,
  path: string,
  body?: unknown,
  options: { as?: TestStaff; headers?: Record<string, string>; at?: TestTenant } = {},
) {
  const response = await app.send((options.at ?? tenant).host, `/api/admin${path}`, {
    method,
    headers: { Authorization: `Bearer ${(options.as ?? owner).token}`, ...options.headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = (response.status === 204 ? {} : await response.json()) as Answer;
  return { status: response.status, headers: response.headers, ...answer };
}

const show = async (slug: string, at = tenant) => app.send(at.host, `/api/cars/${slug}`);

describe("a new car", () => {
  test("gets a display code, a slug and version 1, and stays a draft", async () => {
    const created = await call("POST", "/cars", AVANZA);
    expect(created.status).toBe(201);
    expect(created.data).toMatchObject({
      title: "2019 Toyota Avanza 1.3 G",
      slug: "toyota-avanza-1-3-g-2019",
      status: "draft",
      version: 1,
      priceFormatted: "Rp 155.000.000",
    });
    expect(created.data.displayCode).toMatch(/^CAR-\d{4}$/);
    expect(created.headers.get("ETag")).toBe('"1"');
    expect((await show(created.data.slug)).status).toBe(404);
  });

  test("shares no slug with another, also when made at the same moment", async () => {
    const cars = await Promise.all(
      Array.from({ length: 8 }, () =>
        call("POST", "/cars", { ...AVANZA, model: "Citroën Ünïcode" }),
      ),
    );
    expect(cars.map((car) => car.status)).toEqual(Array(8).fill(201));
    const slugs = cars.map((car) => car.data.slug).sort();
    expect(slugs[0]).toBe("toyota-citroen-unicode-1-3-g-2019");
    expect(new Set(slugs).size).toBe(8);
    expect(new Set(cars.map((car) => car.data.displayCode)).size).toBe(8);
  });

  test("keeps all that is written, and tells of an odd VIN", async () => {
    const car = {
      ...AVANZA,
      displayCode: "P-777",
      creditPrice: 150_000_000,
      cost: 140_000_000,
      transmission: "manual",
      fuel: "petrol",
      bodyType: "mpv",
      color: "Putih",
      mileage: 0,
      engineCc: 1329,
      plate: "b1234xyz",
      annualTaxUntil: "2027-03-31",
      stnkUntil: "2029-03-31",
      bpkb: "available",
      vin: "1M8GDM9A1KP042788",
      ownerNumber: 1,
      floodFree: true,
      crashFree: false,
      features: ["ABS", "Airbag"],
      conditionNotes: "Baret halus",
      description: "Siap pakai",
      location: "Jakarta",
      status: "available",
      photos: [{ url: "/a.svg" }, { url: "https://x.test/b.jpg", primary: true, caption: "depan" }],
    };
    const created = await call("POST", "/cars", car);
    expect(created.status).toBe(201);
    const read = await call("GET", `/cars/${created.data.id}`);
    expect(read.data).toMatchObject({
      ...car,
      plate: "B 1234 XYZ",
      plateArea: "B",
      plateParity: "even",
      photos: [
        { url: "/a.svg", primary: false, caption: null },
        { url: "https://x.test/b.jpg", primary: true, caption: "depan" },
      ],
    });
    expect(read.warnings).toEqual([
      { path: "vin", message: "has check digit 1 where X is expected" },
    ]);
    const page = await json(await show(created.data.slug));
    expect(page.data.photos[0]).toMatchObject({ primary: true });
    expect(JSON.stringify(page)).not.toMatch(/140000000|1234 XYZ|1M8GDM9A1KP042788/);
  });

  test.each([
    [{ ...AVANZA, year: 1899 }, "year"],
    [{ ...AVANZA, year: new Date().getFullYear() + 2 }, "year"],
    [{ ...AVANZA, price: 0 }, "price"],
    [{ ...AVANZA, price: 1.5 }, "price"],
    [{ ...AVANZA, price: 1e300 }, "price"],
    [{ ...AVANZA, price: "155000000" }, "price"],
    [{ ...AVANZA, brand: "x".repeat(10_000) }, "brand"],
    [{ ...AVANZA, brand: "To\u0000yota" }, "brand"],
    [{ ...AVANZA, features: ["\u0000"] }, "features.0"],
    [{ ...AVANZA, colour: "red" }, "colour"],
    [{ ...AVANZA, plate: "not a plate" }, "plate"],
    [{ ...AVANZA, annualTaxUntil: "2027-02-30" }, "annualTaxUntil"],
    [{ ...AVANZA, photos: [{ url: "javascript:alert(1)" }] }, "photos.0.url"],
    [
      {
        ...AVANZA,
        photos: [
          { url: "/a", primary: true },
          { url: "/b", primary: true },
        ],
      },
      "photos",
    ],
    [{ ...AVANZA, status: "available", price: null }, "price"],
    [{ brand: "Toyota" }, "model"],
  ])("is refused field by field: %j", async (car, path) => {
    const refused = await call("POST", "/cars", car);
    expect(refused.status).toBe(400);
    expect(refused.code).toBe("INVALID_INPUT");
    expect(refused.errors?.map((error) => error.path)).toContain(path);
  });

  test("takes no code, slug or VIN that another has", async () => {
    const taken = { displayCode: "D-1", slug: "the-one", vin: "LJCPCBLCX11000237" };
    expect((await call("POST", "/cars", { ...AVANZA, ...taken })).status).toBe(201);
    for (const [field, value] of Object.entries(taken)) {
      const refused = await call("POST", "/cars", { ...AVANZA, [field]: value });
      expect(refused.status).toBe(409);
      expect(refused.errors?.[0]?.path).toBe(field);
    }
    const elsewhere = await createTestTenant(app);
    const free = await call(
      "POST",
      "/cars",
      { ...AVANZA, ...taken },
      {
        at: elsewhere,
        as: await logIn(app, elsewhere, elsewhere.owner),
      },
    );
    expect(free.status).toBe(201);
  });
});

describe("a change", () => {
  test("must name its version, and loses to an earlier one", async () => {
    const { data: car } = await call("POST", "/cars", AVANZA);
    const path = `/cars/${car.id}`;
    expect((await call("PATCH", path, { price: 1 })).status).toBe(428);
    const first = await call(
      "PATCH",
      path,
      { price: 150_000_000 },
      { headers: { "If-Match": '"1"' } },
    );
    expect(first.status).toBe(200);
    expect(first.data).toMatchObject({ version: 2, price: 150_000_000 });
    const late = await call("PATCH", path, { price: 1, version: 1 });
    expect(late).toMatchObject({ status: 409, code: "VERSION_CONFLICT" });
    const torn = await call(
      "PATCH",
      path,
      { price: 1, version: 2 },
      { headers: { "If-Match": "3" } },
    );
    expect(torn.status).toBe(400);
    expect((await call("GET", path)).data.price).toBe(150_000_000);
  });

  test("of ten at once succeeds once", async () => {
    const { data: car } = await call("POST", "/cars", AVANZA);
    const tries = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        call("PATCH", `/cars/${car.id}`, { price: 1_000_000 + n, version: 1 }),
      ),
    );
    expect(tries.map((answer) => answer.status).sort()).toEqual([200, ...Array(9).fill(409)]);
  });

  test("of the model gives a new slug, and the former one redirects", async () => {
    const { data: car } = await call("POST", "/cars", {
      ...AVANZA,
      model: "Calya",
      status: "available",
    });
    const changed = await call("PATCH", `/cars/${car.id}`, { model: "Calya Baru", version: 1 });
    expect(changed.data.slug).toBe("toyota-calya-baru-1-3-g-2019");
    const former = await show(car.slug);
    expect(former.status).toBe(301);
    expect(former.headers.get("Location")).toBe(`/api/cars/${changed.data.slug}`);
    const other = await call("POST", "/cars", { ...AVANZA, model: "Calya" });
    expect(other.data.slug).toBe("toyota-calya-1-3-g-2019-2");
    const back = await call("PATCH", `/cars/${car.id}`, { model: "Calya", version: 2 });
    expect(back.data.slug).toBe(car.slug);
    expect((await show(car.slug)).status).toBe(200);
  });

  test("by PUT leaves unknown what it does not name, but keeps the cost", async () => {
    const { data: car } = await call("POST", "/cars", { ...AVANZA, cost: 9, color: "Putih" });
    const replaced = await call(
      "PUT",
      `/cars/${car.id}`,
      { ...AVANZA, variant: null, version: 1 },
      { as: sales },
    );
    expect(replaced.data).toMatchObject({
      color: null,
      variant: null,
      displayCode: car.displayCode,
    });
    expect((await call("GET", `/cars/${car.id}`)).data.cost).toBe(9);
  });

  test("is public at once", async () => {
    const { data: car } = await call("POST", "/cars", { ...AVANZA, model: "Segera" });
    const listed = async () =>
      (await json(await app.send(tenant.host, "/api/cars?model=segera"))).meta.total;
    expect(await listed()).toBe(0);
    await call("PATCH", `/cars/${car.id}`, { status: "available", version: 1 });
    expect(await listed()).toBe(1);
    await call("PATCH", `/cars/${car.id}`, { status: "draft", version: 2 });
    expect(await listed()).toBe(0);
  });
});

describe("status", () => {
  const MOVES: Record<string, string[]> = {
    draft: ["available"],
    available: ["draft", "booking", "sold"],
    booking: ["available", "sold"],
    sold: [],
  };
  const all = Object.keys(MOVES);
  const pairs = all.flatMap((from) => all.map((to) => [from, to] as const));

  test.each(pairs.filter(([from, to]) => from !== to))("%s → %s", async (from, to) => {
    const { data: car } = await call("POST", "/cars", { ...AVANZA, status: from });
    const moved = await call("PATCH", `/cars/${car.id}`, { status: to, version: 1 });
    expect(moved.status).toBe(MOVES[from]?.includes(to) ? 200 : 409);
    expect((await call("GET", `/cars/${car.id}`)).data.status).toBe(
      moved.status === 200 ? to : from,
    );
  });

  test("sold hides the price from the public and keeps the page", async () => {
    const { data: car } = await call("POST", "/cars", { ...AVANZA, status: "sold" });
    const page = await json(await show(car.slug));
    expect(page.data).toMatchObject({ status: "sold", price: null, priceFormatted: null });
    expect(car.soldAt).not.toBeNull();
  });
});

describe("sales staff", () => {
  test("neither see nor set a cost", async () => {
    const { data: car } = await call("POST", "/cars", { ...AVANZA, cost: 123_456_789 });
    const seen = await call("GET", `/cars/${car.id}`, undefined, { as: sales });
    expect(seen.data).not.toHaveProperty("cost");
    const list = await call("GET", "/cars?limit=100", undefined, { as: sales });
    expect(JSON.stringify(list)).not.toContain('"cost"');
    const set = await call("PATCH", `/cars/${car.id}`, { cost: 1, version: 1 }, { as: sales });
    expect(set.status).toBe(403);
    expect((await call("POST", "/cars", { ...AVANZA, cost: 1 }, { as: sales })).status).toBe(403);
  });

  test("neither delete a car nor reopen a sale", async () => {
    const { data: car } = await call("POST", "/cars", { ...AVANZA, status: "sold" });
    const path = `/cars/${car.id}`;
    expect((await call("DELETE", path, undefined, { as: sales })).status).toBe(403);
    const back = await call("POST", `${path}/reopen`, { reason: "Batal" }, { as: sales });
    expect(back.status).toBe(403);
    expect((await call("DELETE", path)).status).toBe(428);
    const version = { headers: { "If-Match": '"1"' } };
    expect((await call("DELETE", path, undefined, version)).status).toBe(204);
    expect((await call("GET", path)).status).toBe(404);
  });
});

test("a deletion that names an old version is refused", async () => {
  const { data: car } = await call("POST", "/cars", AVANZA);
  const path = `/cars/${car.id}`;
  await call("PATCH", path, { price: 2, version: 1 });
  expect((await call("DELETE", path, undefined, { headers: { "If-Match": '"1"' } })).status).toBe(
    409,
  );
  expect((await call("DELETE", path, undefined, { headers: { "If-Match": '"2"' } })).status).toBe(
    204,
  );
});

test.each(["not-a-uuid", "00000000-0000-0000-0000-000000000000"])("unknown id %s", async (id) => {
  const { status } = await call("GET", `/cars/${id}`);
  expect(status).toBe(id.startsWith("not") ? 400 : 404);
});
