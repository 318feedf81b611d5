import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

const STOCK = [
  ["Toyota", "Avanza", 2019, 155, "manual", "petrol", "mpv", "Putih", 60_000, "available"],
  ["Toyota", "Avanza", 2021, 199, "automatic", "petrol", "mpv", "Hitam", 30_000, "booking"],
  ["Toyota", "Fortuner", 2019, 420, "automatic", "diesel", "suv", "Putih", 80_000, "available"],
  ["Honda", "Brio", 2018, 130, "manual", "petrol", "hatchback", "Merah", 45_000, "available"],
  ["Honda", "Civic", 2020, 480, "cvt", "petrol", "sedan", "Abu-abu", null, "available"],
  ["BYD", "Seal", 2024, 510, "automatic", "electric", "sedan", "Abu-abu", 7_000, "available"],
  ["Suzuki", "Ertiga", 2017, 140, "manual", "petrol", "mpv", "Silver", 90_000, "draft"],
  ["Daihatsu", "Terios", 2016, 145, "manual", "petrol", "suv", "Putih", 95_000, "sold"],
] as const;

let tenant: TestTenant;

async function addStock(at: TestTenant, stock: readonly (typeof STOCK)[number][]) {
  const { token } = await logIn(app, at, at.owner);
  for (const [
    brand,
    model,
    year,
    millions,
    transmission,
    fuel,
    bodyType,
    color,
    mileage,
    status,
  ] of stock) {
    const price = millions * 1_000_000;
    const car = { brand, model, year, price, transmission, fuel, bodyType, color, mileage, status };
    const response = await app.send(at.host, "/api/admin/cars", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(car),
    });
    expect(response.status).toBe(201);
  }
}

beforeAll(async () => {
  tenant = await createTestTenant(app);
  await addStock(tenant, STOCK);
});

const list = async (query: string, at = tenant) => {
  const response = await app.send(at.host, `/api/cars${query}`);
  return { status: response.status, ...(await json(response)) };
};
const models = async (query: string) =>
  (await list(query)).data.map(
    (car: { model: string; year: number }) => `${car.model} ${car.year}`,
  );

describe("GET /api/cars", () => {
  test("lists what is available or booked, newest first, never a draft or a sold car", async () => {
    const page = await list("");
    expect(page.meta).toEqual({ total: 6, limit: 20, nextCursor: null });
    expect(page.data.map((car: { model: string }) => car.model)).toEqual([
      "Seal",
      "Civic",
      "Brio",
      "Fortuner",
      "Avanza",
      "Avanza",
    ]);
    expect(page.data[0]).toMatchObject({ priceFormatted: "Rp 510.000.000", status: "available" });
  });

  test.each([
    ["brand=toyota", 3],
    ["brand=TOYOTA&model=avanza", 2],
    ["yearMin=2019&yearMax=2020", 3],
    ["priceMin=150000000&priceMax=200000000", 2],
    ["transmission=manual", 2],
    ["fuel=electric", 1],
    ["bodyType=sedan", 2],
    ["mileageMax=45000", 3],
    ["color=putih", 2],
    ["q=terios", 0],
    ["q=avanza+AVANZA+avanza+avanza+avanza+avanza+avanza+avanza+avanza", 2],
    ["q=%25", 0],
    ["q=_", 0],
  ])("%s finds %i", async (query, total) => {
    const page = await list(`?${query}`);
    expect(page.meta.total).toBe(total);
    expect(page.data).toHaveLength(total);
  });

  test.each([
    ["q=avanza%20hitam", ["Avanza 2021", "Avanza 2019"]],
    ["q=2019%20toyota", ["Avanza 2019", "Fortuner 2019", "Avanza 2021"]],
  ])("%s finds what fits before what nearly does", async (query, found) => {
    expect((await models(`?${query}`)).sort()).toEqual([...found].sort());
    const fitting = query.includes("hitam") ? 1 : 2;
    expect((await models(`?${query}`)).slice(0, fitting).sort()).toEqual(found.slice(0, fitting));
  });

  test.each([
    [
      "price_asc",
      ["Brio 2018", "Avanza 2019", "Avanza 2021", "Fortuner 2019", "Civic 2020", "Seal 2024"],
    ],
    [
      "price_desc",
      ["Seal 2024", "Civic 2020", "Fortuner 2019", "Avanza 2021", "Avanza 2019", "Brio 2018"],
    ],
    [
      "mileage_asc",
      ["Seal 2024", "Avanza 2021", "Brio 2018", "Avanza 2019", "Fortuner 2019", "Civic 2020"],
    ],
  ])("sorts by %s, unknown mileage last", async (sort, expected) => {
    expect(await models(`?sort=${sort}`)).toEqual(expected);
  });

  test("sorts by year_desc", async () => {
    const years = (await list("?sort=year_desc")).data.map((car: { year: number }) => car.year);
    expect(years).toEqual([2024, 2021, 2020, 2019, 2019, 2018]);
  });

  test.each(["newest", "price_asc", "price_desc", "year_desc", "mileage_asc"])(
    "pages by cursor through %s without gap or repeat",
    async (sort) => {
      const seen: string[] = [];
      let cursor = "";
      do {
        const page = await list(`?sort=${sort}&limit=2${cursor && `&cursor=${cursor}`}`);
        expect(page.meta.total).toBe(6);
        seen.push(...page.data.map((car: { slug: string }) => car.slug));
        cursor = page.meta.nextCursor ?? "";
      } while (cursor);
      expect(seen).toEqual(
        (await list(`?sort=${sort}`)).data.map((car: { slug: string }) => car.slug),
      );
      expect(new Set(seen).size).toBe(6);
    },
  );

  test("takes several values of a filter, and counts by each facet under the others", async () => {
    const all = "brand,model,year,transmission,fuel,bodyType,color,location,price,mileage";
    const { meta, facets } = await list(`?brand=toyota,HONDA&yearMin=2019&facets=${all}`);
    expect(meta.total).toBe(4);
    expect(facets.brand).toEqual([
      { value: "Toyota", count: 3 },
      { value: "BYD", count: 1 },
      { value: "Honda", count: 1 },
    ]);
    expect(facets.year.values).toContainEqual({ value: 2018, count: 1 });
    expect(facets.price).toMatchObject({ min: 155_000_000, max: 480_000_000 });
    expect(facets.location).toEqual([]);
    expect((await list("")).facets).toBeUndefined();
  });

  test("pages by number", async () => {
    const page = await list("?limit=4&page=2");
    expect(page.data).toHaveLength(2);
    expect(page.meta).toMatchObject({ total: 6, limit: 4, page: 2, nextCursor: null });
  });

  test("a cursor stays right while cars come in front of it", async () => {
    const moving = await createTestTenant(app);
    await addStock(moving, STOCK.slice(0, 4));
    const first = await list("?limit=2", moving);
    await addStock(moving, STOCK.slice(4, 6));
    const second = await list(`?limit=2&cursor=${first.meta.nextCursor}`, moving);
    expect(second.data.map((car: { model: string }) => car.model)).toEqual(["Avanza", "Avanza"]);
  });

  test.each([
    ["limit=101", "limit"],
    ["limit=0", "limit"],
    ["limit=ten", "limit"],
    ["page=0", "page"],
    ["page=1&cursor=abc", "cursor"],
    ["cursor=abc", "cursor"],
    ["sort=cheapest", "sort"],
    ["priceMin=-1", "priceMin"],
    ["priceMax=99999999999999999999", "priceMax"],
    ["yearMin=1e3", "yearMin"],
    ["q=%00", "q"],
    [`q=${"x".repeat(10_000)}`, "q"],
    ["fuel=water", "fuel"],
    ["fuel=petrol,water", "fuel"],
    ["facets=brand,shape", "facets"],
    ["sort=relevance", "sort"],
    [`brand=${Array.from({ length: 21 }, (_, n) => `b${n}`)}`, "brand"],
    ["q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u", "q"],
    ["colour=putih", "colour"],
    ["status=draft", "status"],
  ])("refuses %s", async (query, path) => {
    const refused = await list(`?${query}`);
    expect(refused.status).toBe(400);
    expect(refused.errors[0].path).toBe(path);
  });

  test.each([
    ["newest", "0000-01-01T00:00:00Z"],
    ["newest", 5],
    ["price_asc", "2026-01-01T00:00:00Z"],
    ["price_asc", 1e300],
    ["price_asc", null],
  ])("refuses a cursor of %s made by hand with %p", async (sort, key) => {
    const cursor = Buffer.from(JSON.stringify([sort, key, crypto.randomUUID()])).toString(
      "base64url",
    );
    const refused = await list(`?sort=${sort}&cursor=${cursor}`);
    expect([refused.status, refused.errors[0].path]).toEqual([400, "cursor"]);
  });

  test("refuses the cursor of another sort", async () => {
    const { meta } = await list("?limit=2");
    const refused = await list(`?sort=price_asc&limit=2&cursor=${meta.nextCursor}`);
    expect(refused.errors[0].path).toBe("cursor");
  });
});

describe("GET /api/cars/:slug", () => {
  test("tells all, with similar cars of the same model and brand first", async () => {
    const response = await app.send(tenant.host, "/api/cars/toyota-avanza-2019");
    const { data } = await json(response);
    expect(data).toMatchObject({ title: "2019 Toyota Avanza", color: "Putih", mileage: 60_000 });
    expect(data.similar.map((car: { model: string }) => car.model).slice(0, 2)).toEqual([
      "Avanza",
      "Fortuner",
    ]);
    expect(data.similar).toHaveLength(5);
  });

  test("knows no draft, no other slug and no other dealership's car", async () => {
    const elsewhere = await createTestTenant(app);
    for (const [host, slug] of [
      [tenant.host, "suzuki-ertiga-2017"],
      [tenant.host, "nothing-like-it"],
      [elsewhere.host, "toyota-avanza-2019"],
    ] as const) {
      expect((await app.send(host, `/api/cars/${slug}`)).status).toBe(404);
    }
  });
});
