/** Less or more of a car, cars side by side, sold ones, and those like one. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import pg from "pg";
import { slugBase } from "../../src/domain/cars/slug.ts";
import { json } from "../support/json.ts";
import { type StockedCar, stockOf } from "../support/stock-of.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
const owner = new pg.Client({ connectionString: app.ownerUrl });
let tenant: TestTenant;
let stock: Awaited<ReturnType<typeof stockOf>>;
const cars: Record<"avanza" | "calya" | "brio" | "draft" | "sold" | "moved", StockedCar> =
  {} as never;

const PHOTOS = Array.from({ length: 25 }, (_, n) => ({
  ...{ url: `https://photos.test/${n}.jpg`, caption: null, primary: n === 3 },
}));
const SOLD_PRICE = 143_214_321;

beforeAll(async () => {
  await owner.connect();
  tenant = await createTestTenant(app, { domains: [`t${crypto.randomUUID().slice(0, 8)}.test`] });
  stock = await stockOf(app, tenant);
  const avanza = { brand: "Toyota", model: "Avanza", year: 2019, price: 155_000_000 };
  cars.avanza = await stock.add({
    ...avanza,
    ...{ transmission: "manual", bodyType: "mpv", features: ["ABS"], photos: PHOTOS },
    ...{ vin: "1M8GDM9AXKP042788", plate: "B 1234 XYZ", color: "Putih" },
  });
  cars.calya = await stock.add({ ...avanza, model: "Calya", bodyType: "mpv", color: "Putih" });
  cars.brio = await stock.add({
    ...{ brand: "Honda", model: "Brio", year: 2018, price: 150_000_000, bodyType: "hatchback" },
  });
  cars.draft = await stock.add({ ...avanza, model: "Rush", status: "draft" });
  cars.sold = await stock.add({
    ...{ brand: "Daihatsu", model: "Terios", year: 2016, bodyType: "suv" },
    ...{ price: SOLD_PRICE, creditPrice: SOLD_PRICE - 1_000_000, status: "sold" },
  });
  const added = await stock.add({ brand: "Mazda", model: "2", year: 2015, price: 120_000_000 });
  cars.moved = { ...(await stock.change(added, { variant: "GT" })), slug: added.slug };
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const get = async (path: string, at = tenant) => {
  const response = await app.send(at.host, `/api/cars${path}`);
  const location = response.headers.get("Location");
  if (response.status === 301) return { status: 301, location };
  return { status: response.status, ...(await json(response)) };
};
const modelsOf = (data: { model: string }[]) => data.map(({ model }) => model);

describe("fields", () => {
  test.each([
    ["?fields=price,slug&q=avanza", ["slug", "price"]],
    ["?fields=slug&include=photos&q=avanza", ["slug", "photos"]],
    ["?fields=slug,slug&include=jsonld&q=avanza", ["slug", "jsonld"]],
    ["/sold?fields=soldAt,price", ["price", "soldAt"]],
  ])("leave nothing else in %s", async (path, names) => {
    const { data } = await get(path);
    expect(data).toHaveLength(1);
    expect(Object.keys(data[0])).toEqual(names);
  });

  test("leave nothing else of one car, of those like it and of those beside it", async () => {
    const { slug } = cars.avanza;
    expect((await get(`/${slug}?fields=title,year`)).data).toEqual({
      ...{ title: "2019 Toyota Avanza", year: 2019 },
    });
    const page = (await get(`/${slug}?fields=year&include=similar,openGraph`)).data;
    expect(Object.keys(page)).toEqual(["year", "similar", "openGraph"]);
    const similar = (await get(`/${slug}/similar?fields=model`)).data;
    expect(similar[0]).toEqual({ model: "Calya" });
    const compared = await get(`/compare?ids=${slug},${cars.brio.slug}&fields=model,color`);
    expect(compared.data).toEqual([
      { model: "Avanza", color: "Putih" },
      { model: "Brio", color: null },
    ]);
    expect(compared.differences).toEqual(["model", "color"]);
  });

  test("are all there unless they are named, and nothing besides", async () => {
    const document = await json(await app.send(tenant.host, "/openapi.json"));
    const required = (name: string) => document.components.schemas[name].required.toSorted();
    const namesOf = (car: object) => Object.keys(car).sort();
    const { slug } = cars.avanza;
    expect(namesOf((await get("")).data[0])).toEqual(required("ListedCar"));
    expect(namesOf((await get(`/${slug}`)).data)).toEqual(required("CarPageData"));
    expect(namesOf((await get("/sold")).data[0])).toEqual(required("SoldCar"));
    expect(namesOf((await get(`/${slug}/similar`)).data[0])).toEqual(required("CarCard"));
    const compared = await get(`/compare?ids=${slug},${cars.brio.slug}`);
    expect(namesOf(compared.data[0])).toEqual(required("ComparedCar"));
    for (const name of ["ListedCarFields", "CarPageFields", "SoldCarFields", "CarCardFields"]) {
      expect(document.components.schemas[name].required).toBeUndefined();
    }
  });

  test.each([
    ["?fields=price,cost", 'knows no "cost"'],
    ["?fields=", 'knows no ""'],
    ["?fields=vin", 'knows no "vin"'],
    [`?fields=${Array(30).fill("slug").join()}`, "names too many"],
    ["/sold?fields=plate", 'knows no "plate"'],
    ["/toyota-avanza-2019?fields=photo", 'knows no "photo"'],
    ["/toyota-avanza-2019/similar?fields=similar", 'knows no "similar"'],
    ["/compare?ids=a,b&fields=similar", 'knows no "similar"'],
  ])("refuse %s", async (path, message) => {
    const refused = await get(path);
    expect([refused.status, refused.errors]).toEqual([400, [{ path: "fields", message }]]);
  });
});

describe("include", () => {
  test("adds 20 photos to a card, the primary first", async () => {
    const { data } = await get("?include=photos&sort=price_desc");
    expect(modelsOf(data).slice(0, 2).sort()).toEqual(["Avanza", "Calya"]);
    const avanza = data.find(({ model }: { model: string }) => model === "Avanza");
    expect(avanza.photos).toHaveLength(20);
    expect(avanza.photos[0]).toEqual(PHOTOS[3] as object);
    expect(avanza.photos[1]).toEqual(PHOTOS[0] as object);
    const calya = data.find(({ model }: { model: string }) => model === "Calya");
    expect(calya.photos).toEqual([]);
    expect("jsonld" in calya).toBe(false);
  });

  test.each(["?include=similar", "?include=vin", "/toyota-avanza-2019?include=cost"])(
    "refuses %s",
    async (path) => {
      const refused = await get(path);
      expect([refused.status, refused.errors[0].path]).toEqual([400, "include"]);
    },
  );
});

describe("cars side by side", () => {
  test("come in the order asked for, by slug, display code or former slug", async () => {
    const ids = [cars.brio.displayCode, cars.moved.slug, cars.avanza.slug].join();
    const { data, differences } = await get(`/compare?ids=${ids}`);
    expect(modelsOf(data)).toEqual(["Brio", "2", "Avanza"]);
    expect(data[2].photos).toHaveLength(25);
    expect(differences).toContain("price");
    expect(differences).not.toContain("slug");
    expect(differences).not.toContain("fuel");
  });

  test("differ in what is not the same in all of them", async () => {
    const { differences } = await get(`/compare?ids=${cars.avanza.slug},${cars.calya.slug}`);
    expect(differences).toEqual([
      ...["model", "transmission", "plateArea", "plateParity", "features"],
    ]);
  });

  test("hide what a sold one cost", async () => {
    const { data } = await get(`/compare?ids=${cars.sold.displayCode},${cars.brio.slug}`);
    expect(data[0]).toMatchObject({ status: "sold", price: null, creditPriceFormatted: null });
    expect(JSON.stringify(data)).not.toMatch(/143[._]?21|142[._]?21/);
  });

  test("must all be there, and the missing ones are named", async () => {
    const elsewhere = await createTestTenant(app);
    const foreign = await (await stockOf(app, elsewhere)).add({
      ...{ brand: "Audi", model: "A4", year: 2017, price: 300_000_000 },
    });
    const names = [cars.avanza.slug, cars.draft.slug, foreign.slug, cars.draft.displayCode];
    const refused = await get(`/compare?ids=${names.join()}`);
    expect([refused.status, refused.code]).toEqual([404, "NOT_FOUND"]);
    expect(refused.errors.map(({ message }: { message: string }) => message)).toEqual(
      names.slice(1).map((name) => `names no car: ${name}`),
    );
  });

  test.each([
    ["", "is required"],
    ["?ids=a", "must name 2 to 4 cars"],
    ["?ids=a,b,c,d,e", "must name 2 to 4 cars"],
    ["?ids=a,", "must be slugs or display codes"],
    ["?ids=a,b%00", "must be slugs or display codes"],
    ["?ids=toyota-avanza-2019,toyota-avanza-2019", "must not name a car twice"],
    ["?ids=toyota-avanza-2019,CAR-0001", "must not name a car twice"],
  ])("are not those of compare%s", async (query, message) => {
    const refused = await get(`/compare${query}`);
    expect([refused.status, refused.errors[0]]).toEqual([400, { path: "ids", message }]);
  });
});

describe("cars sold", () => {
  let sold: TestTenant;
  beforeAll(async () => {
    sold = await createTestTenant(app);
    const { add } = await stockOf(app, sold);
    for (let n = 0; n < 6; n += 1) {
      const { id } = await add({
        ...{ brand: "Toyota", model: `Sold ${n}`, year: 2016, price: SOLD_PRICE, status: "sold" },
      });
      const days = [1, 50, 3, 89, 91, 1][n];
      await owner.query(
        "UPDATE cars SET sold_at = date_trunc('hour', now()) - $2 * interval '1 day' WHERE id = $1",
        [id, days],
      );
    }
    await add({ brand: "Honda", model: "Unsold", year: 2016, price: SOLD_PRICE });
  });

  test("are those of the last 90 days, the latest first, by pages without gap", async () => {
    const all = await get("/sold", sold);
    expect(modelsOf(all.data)).toEqual(["Sold 5", "Sold 0", "Sold 2", "Sold 1", "Sold 3"]);
    expect(all.meta).toEqual({ limit: 20, nextCursor: null });
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await get(`/sold?limit=2${cursor && `&cursor=${cursor}`}`, sold);
      seen.push(...modelsOf(page.data));
      cursor = page.meta.nextCursor ?? "";
    } while (cursor);
    expect(seen).toEqual(modelsOf(all.data));
  });

  test("have no price anywhere, whatever is asked for", async () => {
    const slug = "toyota-sold-0-2016";
    const everything = "include=jsonld,openGraph,photos,similar";
    for (const path of ["/sold", `/${slug}?${everything}`, `/compare?ids=${slug},CAR-0002`]) {
      const { status, ...answer } = await get(path, sold);
      const { similar, ...own } = Array.isArray(answer.data) ? { ...answer } : answer.data;
      expect(status).toBe(200);
      expect(JSON.stringify(own)).not.toMatch(/143[._]?214|priceCurrency|price:amount/);
    }
  });

  test("are forgotten with a car that is back on offer", async () => {
    const { add, reopen } = await stockOf(app, sold);
    const car = await add({ brand: "BYD", model: "Back", year: 2024, price: 1, status: "sold" });
    expect(modelsOf((await get("/sold?limit=1", sold)).data)).toEqual(["Back"]);
    await reopen(car);
    expect(modelsOf((await get("/sold?limit=1", sold)).data)).toEqual(["Sold 5"]);
  });
});

describe("cars like one", () => {
  test("are as many as asked for, the brand's first, no draft and no sold one", async () => {
    const { data } = await get(`/${cars.avanza.slug}/similar?limit=12`);
    expect(modelsOf(data)).toEqual(["Calya", "Brio", "2"]);
    expect((await get(`/${cars.avanza.slug}/similar?limit=1`)).data).toHaveLength(1);
    const page = (await get(`/${cars.avanza.slug}`)).data;
    expect(page.similar).toEqual(data);
  });

  test("tell nothing of what a sold car cost", async () => {
    const order = async () => modelsOf((await get(`/${cars.sold.slug}/similar`)).data);
    const before = await order();
    await stock.change(cars.sold, { price: 120_000_000 });
    expect(await order()).toEqual(before);
    expect(before).toHaveLength(4);
  });

  test.each(["limit=0", "limit=13", "limit=x"])("are not %s", async (query) => {
    expect((await get(`/${cars.avanza.slug}/similar?${query}`)).errors[0].path).toBe("limit");
  });

  test("are none of a draft's and of nothing's", async () => {
    for (const slug of [cars.draft.slug, "nothing-2020"]) {
      expect((await get(`/${slug}/similar`)).status).toBe(404);
    }
  });
});

test("a former slug leads to the new one, with what was asked for", async () => {
  const moved = `/${cars.moved.slug}`;
  expect((await get(`${moved}?fields=year,price&include=jsonld`)).location).toBe(
    "/api/cars/mazda-2-gt-2015?fields=year,price&include=jsonld",
  );
  expect((await get(moved)).location).toBe("/api/cars/mazda-2-gt-2015");
  expect((await get(`${moved}/similar?limit=3`)).location).toBe(
    "/api/cars/mazda-2-gt-2015/similar?limit=3",
  );
});

describe("a word that stands for something else", () => {
  const WORDS = ["compare", "sold", "suggest"];

  test("is no slug that is made", () => {
    for (const word of WORDS) {
      const made = slugBase({ brand: word, model: "", year: 2020 });
      expect(made).toBe(`${word}-2020`);
      expect(slugBase({ brand: "", model: word.toUpperCase(), year: 2020 })).toBe(made);
    }
  });

  test.each(WORDS)("is refused as a slug: %s", async (slug) => {
    const { token } = await logIn(app, tenant, tenant.owner);
    const headers = { Authorization: `Bearer ${token}` };
    const car = { brand: "Kia", model: "Rio", year: 2015, slug };
    for (const [method, path, body] of [
      ["POST", "", car],
      ["PATCH", `/${cars.brio.id}`, { slug, version: cars.brio.version }],
      ["PUT", `/${cars.brio.id}`, { ...car, version: cars.brio.version }],
    ] as const) {
      const refused = await app.send(tenant.host, `/api/admin/cars${path}`, {
        ...{ method, headers, body: JSON.stringify(body) },
      });
      const { errors } = await json(refused);
      expect([refused.status, errors[0].path]).toEqual([400, "slug"]);
    }
  });
});
