import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { addCars, readCsv } from "../support/feed-stage.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";
import { childrenOf, parseXml, textOf, type XmlElement } from "../support/xml.ts";

const app = createTestApp();
afterAll(() => app.close());

const PATHS = [
  ...["/robots.txt", "/sitemap.xml", "/sitemaps/cars-1.xml", "/feeds/google.csv"],
  ...["/feeds/meta.csv", "/feeds/meta.xml", "/feeds/new.atom"],
];
const ODD = `Harga "nett" <b>&</b> 'murah'; 100% ✅ 👨‍👩‍👧, ]]>\nbaris dua\ttab =SUM(1) @x`;
const ODD_URL = "https://cdn.test/foto,1.jpg?a=1&b=é";

let tenant: TestTenant;
let other: TestTenant;
let domain: string;
let plain: Awaited<ReturnType<typeof addCars>>[number];
let odd: typeof plain;

beforeAll(async () => {
  domain = `d-${crypto.randomUUID().slice(0, 8)}.test`;
  tenant = await createTestTenant(app, {
    ...{ name: 'Maju & "Motor" <1>', domains: [domain, `www.${domain}`] },
    ...{ address: "Jl. Raya 1\nBlok A", city: "Bandung" },
  });
  other = await createTestTenant(app);
  const cars = await addCars(app, tenant, [
    {},
    {
      ...{ brand: "Mercédès & Co", model: 'A "45" <S>', variant: "ﬁ 👍", description: ODD },
      ...{ color: "Abu-abu, tua", status: "available", transmission: "cvt", fuel: "plugin_hybrid" },
      photos: [{ url: "/demo/pictures/suv-putih-side.svg" }, { url: ODD_URL, primary: true }],
    },
    { model: "Draft", status: "draft" },
    { model: "Photoless", photos: [] },
    { model: "Unmeasured", mileage: null },
    { model: "Long", description: `${"x".repeat(4_999)}👨‍👩‍👧 and more` },
    { model: "Booked" },
    { model: "Gone" },
  ]);
  [plain, odd] = cars as [typeof plain, typeof plain];
  const { token } = await logIn(app, tenant, tenant.owner);
  for (const [index, status] of [
    [6, "booking"],
    [7, "sold"],
  ] as const) {
    const changed = await app.send(tenant.host, `/api/admin/cars/${cars[index]?.id}`, {
      ...{ method: "PATCH", headers: { Authorization: `Bearer ${token}` } },
      body: JSON.stringify({ status, version: 1 }),
    });
    expect(changed.status).toBe(200);
  }
  await addCars(app, other, [{ model: "Foreign" }]);
});

const get = (path: string, host = domain, init: RequestInit = {}) => app.send(host, path, init);
const textAt = async (path: string, host = domain) => (await get(path, host)).text();
const modelsIn = (text: string) =>
  ["Avanza", "A ", "Draft", "Photoless", "Unmeasured", "Long", "Booked", "Gone", "Foreign"].filter(
    (model) => text.includes(model === "A " ? "45" : model),
  );

describe("of a dealership", () => {
  test.each([
    ["/feeds/google.csv", "text/csv; charset=utf-8"],
    ["/feeds/meta.csv", "text/csv; charset=utf-8"],
    ["/feeds/meta.xml", "application/xml; charset=utf-8"],
  ])("%s names what is on offer and complete, and nothing else", async (path, type) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe(type);
    expect(modelsIn(await response.text())).toEqual(["Avanza", "A ", "Long", "Booked"]);
  });

  test("/feeds/new.atom and /sitemap.xml name all that is on offer", async () => {
    const offered = ["Avanza", "A ", "Photoless", "Unmeasured", "Long", "Booked"];
    expect(modelsIn(await textAt("/feeds/new.atom"))).toEqual(offered);
    expect(childrenOf(parseXml(await textAt("/sitemap.xml")), "url")).toHaveLength(7);
  });

  test("a change shows, also in what was kept", async () => {
    const fresh = await createTestTenant(app);
    for (const path of PATHS) await get(path, fresh.host);
    await addCars(app, fresh, [{ model: "Newcomer" }]);
    await Bun.sleep(1_000);
    for (const path of PATHS.filter((one) => one !== "/robots.txt")) {
      expect((await textAt(path, fresh.host)).toLowerCase(), path).toContain("newcomer");
    }
  });

  test("that has no car yet they are valid and empty", async () => {
    const { host } = await createTestTenant(app);
    expect(readCsv(await textAt("/feeds/google.csv", host))).toEqual([]);
    expect(readCsv(await textAt("/feeds/meta.csv", host))).toEqual([]);
    expect(childrenOf(parseXml(await textAt("/feeds/meta.xml", host)), "listing")).toEqual([]);
    const atom = parseXml(await textAt("/feeds/new.atom", host));
    expect(childrenOf(atom, "entry")).toEqual([]);
    expect(textOf(atom, "updated")).toBe("1970-01-01T00:00:00.000Z");
    const [first, ...more] = childrenOf(parseXml(await textAt("/sitemap.xml", host)), "url");
    expect([first && textOf(first, "loc"), more]).toEqual([`https://${host}/`, []]);
    expect((await get("/sitemaps/cars-1.xml", host)).status).toBe(404);
  });

  test("that is suspended they are refused", async () => {
    const closed = await createTestTenant(app);
    await setTenantStatus(app.ownerUrl, closed.slug, "suspended");
    for (const path of PATHS) {
      const response = await get(path, closed.host);
      expect([path, response.status, (await json(response)).code]).toEqual([
        ...[path, 403, "TENANT_SUSPENDED"],
      ]);
    }
  });

  test("they count under the visitor's limit", async () => {
    for (const path of PATHS) {
      const response = await get(path);
      expect(response.headers.get("RateLimit-Policy"), path).toBe('"public";q=100;w=60');
    }
    const client = "10.9.8.7";
    const statuses: number[] = [];
    for (let n = 0; n <= 100; n += 1) {
      const path = PATHS[n % PATHS.length] ?? "";
      statuses.push((await app.send(domain, path, { client })).status);
    }
    expect(statuses.slice(-2)).toEqual([200, 429]);
  });

  test("HEAD tells what GET does, without a body", async () => {
    for (const path of PATHS) {
      const head = await get(path, domain, { method: "HEAD" });
      const whole = await get(path);
      expect([path, head.status, await head.text()]).toEqual([path, 200, ""]);
      expect(head.headers.get("Content-Type")).toBe(whole.headers.get("Content-Type"));
    }
  });
});

describe("/feeds/google.csv", () => {
  const REQUIRED = [
    ...["store_code", "dealership_name", "dealership_address", "price", "condition", "make"],
    ...["model", "year", "mileage", "image_link", "link", "id", "date_in_stock"],
  ];

  test("has Google's fields", async () => {
    const rows = readCsv(await textAt("/feeds/google.csv"));
    for (const row of rows) {
      for (const name of REQUIRED) expect(row[name], name).not.toBe("");
      expect(row["vin"]).toBe("");
      expect(row["condition"]).toBe("used");
      expect(row["price"]).toMatch(/^[1-9]\d* IDR$/);
      expect(row["mileage"]).toMatch(/^\d+ km$/);
      expect(row["year"]).toMatch(/^\d{4}$/);
      expect(row["date_in_stock"]).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(row["link"]).toStartWith(`https://${domain}/cars/`);
      for (const url of [
        row["image_link"],
        ...(row["additional_image_link"] || "https://x").split(","),
      ]) {
        expect(URL.parse(url ?? "")?.protocol).toBe("https:");
      }
    }
    expect(new Set(rows.map((row) => row["id"])).size).toBe(rows.length);
  });

  test("reads back as it was written", async () => {
    const rows = readCsv(await textAt("/feeds/google.csv"));
    expect(rows[0]).toEqual({
      ...{ vin: "", id: plain.displayCode, store_code: tenant.slug },
      ...{
        dealership_name: 'Maju & "Motor" <1>',
        dealership_address: "Jl. Raya 1 Blok A, Bandung, ID",
      },
      ...{ price: "155000000 IDR", condition: "used", make: "Toyota", model: "Avanza" },
      ...{ trim: "1.3 G", year: "2019", mileage: "60000 km", image_link: "https://cdn.test/a.jpg" },
      ...{ additional_image_link: "", link: `https://${domain}/cars/${plain.slug}` },
      ...{ date_in_stock: expect.any(String), exterior_color: "Putih", color: "Putih" },
    });
    expect(rows[1]).toMatchObject({
      ...{ make: "Mercédès & Co", model: 'A "45" <S>', trim: "ﬁ 👍", color: "Abu-abu, tua" },
      image_link: "https://cdn.test/foto,1.jpg?a=1&b=%C3%A9",
      additional_image_link: `https://${domain}/demo/pictures/suv-putih-side.svg`,
    });
  });
});

describe("Meta's vehicle catalogue", () => {
  const ENUMS: Record<string, RegExp> = {
    transmission: /^(|AUTOMATIC|MANUAL|OTHER)$/,
    fuel_type: /^(|DIESEL|ELECTRIC|GASOLINE|HYBRID|PLUGIN_HYBRID|OTHER)$/,
    body_style: /^(CONVERTIBLE|COUPE|HATCHBACK|MINIVAN|TRUCK|SUV|SEDAN|VAN|WAGON|CROSSOVER|OTHER)$/,
    condition: /^(EXCELLENT|VERY_GOOD|GOOD|FAIR|POOR|OTHER)$/,
    availability: /^(AVAILABLE|NOT_AVAILABLE|PENDING|UNKNOWN)$/,
    state_of_vehicle: /^(NEW|USED|CPO)$/,
    "mileage.unit": /^(KM|MI)$/,
    "mileage.value": /^\d+$/,
    year: /^\d{4}$/,
    price: /^[1-9]\d* [A-Z]{3}$/,
    date_first_on_lot: /^\d{4}-\d\d-\d\d$/,
    vehicle_id: /^.{1,100}$/,
    description: /^[\s\S]{1,5000}$/,
    title: /^.+$/,
    make: /^.+$/,
    model: /^.+$/,
    exterior_color: /^.+$/,
    vin: /^$/,
    "image[0].url": /^https:\/\/\S+$/,
    "image[0].tag[0]": /^.+$/,
    url: /^https:\/\/\S+$/,
  };
  const rows = async () => readCsv(await textAt("/feeds/meta.csv"));

  test("has Meta's fields in the words and lengths that it takes", async () => {
    const all = await rows();
    expect(all).toHaveLength(4);
    for (const row of all) {
      for (const [name, form] of Object.entries(ENUMS)) expect(row[name], name).toMatch(form);
      expect(JSON.parse(row["address"] ?? "")).toEqual({
        ...{ addr1: "Jl. Raya 1 Blok A", city: "Bandung", country: "ID" },
      });
    }
  });

  test("reads back as it was written", async () => {
    const [first, second, long, booked] = await rows();
    expect(first).toMatchObject({
      ...{
        vehicle_id: plain.displayCode,
        title: "2019 Toyota Avanza 1.3 G",
        body_style: "MINIVAN",
      },
      ...{ url: `https://${domain}/cars/${plain.slug}`, transmission: "MANUAL" },
      ...{ fuel_type: "GASOLINE", price: "155000000 IDR", "mileage.value": "60000" },
      ...{ "mileage.unit": "KM", availability: "AVAILABLE", state_of_vehicle: "USED" },
      ...{ "image[0].url": "https://cdn.test/a.jpg", "image[0].tag[0]": "Tampak depan" },
      ...{ "image[1].url": "", description: expect.stringContaining("Rp 155.000.000") },
    });
    expect(second).toMatchObject({
      ...{ description: ODD, transmission: "AUTOMATIC", fuel_type: "PLUGIN_HYBRID" },
      "image[1].url": `https://${domain}/demo/pictures/suv-putih-side.svg`,
    });
    // The family of three that lies across the limit is left out whole.
    expect(long?.["description"]).toBe("x".repeat(4_999));
    expect(booked?.["availability"]).toBe("PENDING");
  });

  test("says the same as XML", async () => {
    const root = parseXml(await textAt("/feeds/meta.xml"));
    expect([root.name, textOf(root, "title")]).toEqual(["listings", 'Maju & "Motor" <1>']);
    const listings = childrenOf(root, "listing");
    const told = listings.map((listing) => {
      const mileage = childrenOf(listing, "mileage")[0] as XmlElement;
      const images = childrenOf(listing, "image").flatMap((image, n) => [
        [`image[${n}].url`, textOf(image, "url")],
        [`image[${n}].tag[0]`, textOf(image, "tag")],
      ]);
      const address = childrenOf(childrenOf(listing, "address")[0] as XmlElement, "component");
      return {
        ...Object.fromEntries(listing.children.map(({ name }) => [name, firstText(listing, name)])),
        ...Object.fromEntries(images),
        ...{ "mileage.value": textOf(mileage, "value"), "mileage.unit": textOf(mileage, "unit") },
        address: JSON.stringify(
          Object.fromEntries(address.map(({ attributes, text }) => [attributes["name"], text])),
        ),
      };
    });
    for (const [n, row] of (await rows()).entries()) {
      const filled = Object.fromEntries(Object.entries(row).filter(([, value]) => value));
      expect(told[n]).toMatchObject(filled);
    }
    expect(told).toHaveLength(4);
  });
});

/** The text of the first child of a name. */
const firstText = (element: XmlElement, name: string) => childrenOf(element, name)[0]?.text;

describe("/feeds/new.atom", () => {
  const ATOM = "http://www.w3.org/2005/Atom";
  const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  const read = async () => parseXml(await textAt("/feeds/new.atom"));
  const linksOf = (element: XmlElement, rel: string) =>
    childrenOf(element, "link").filter(({ attributes }) => attributes["rel"] === rel);

  test("is Atom 1.0, the newest first", async () => {
    const response = await get("/feeds/new.atom");
    expect(response.headers.get("Content-Type")).toBe("application/atom+xml; charset=utf-8");
    const feed = parseXml(await response.text());
    expect([feed.name, feed.namespace]).toEqual(["feed", ATOM]);
    for (const element of [feed, ...childrenOf(feed, "entry")]) {
      expect(textOf(element, "id")).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
      expect(textOf(element, "updated")).toMatch(INSTANT);
      expect(textOf(element, "title")).not.toBe("");
      expect(linksOf(element, "alternate")).toHaveLength(1);
    }
    expect(linksOf(feed, "self")[0]?.attributes["href"]).toBe(`https://${domain}/feeds/new.atom`);
    expect(textOf(childrenOf(feed, "author")[0] as XmlElement, "name")).toBe('Maju & "Motor" <1>');
    const published = childrenOf(feed, "entry").map((entry) => textOf(entry, "published") ?? "");
    expect(published).toEqual(published.toSorted().reverse());
    const ids = childrenOf(feed, "entry").map((entry) => textOf(entry, "id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("carries text and picture as HTML that means what was written", async () => {
    const entry = childrenOf(await read(), "entry").find(
      (one) => textOf(one, "id") === `urn:uuid:${odd.id}`,
    ) as XmlElement;
    const html = parseXml(`<div>${textOf(entry, "content")}</div>`);
    expect(childrenOf(html, "p")[1]?.text).toBe(ODD.replace("\n", ""));
    expect(linksOf(entry, "enclosure")[0]?.attributes).toMatchObject({
      ...{ type: "image/jpeg", href: "https://cdn.test/foto,1.jpg?a=1&b=%C3%A9" },
    });
  });

  test("has 50 entries at the most, whose ids outlive a change", async () => {
    const many = await createTestTenant(app);
    const cars = await addCars(
      app,
      many,
      Array.from({ length: 52 }, (_, n) => ({ year: 1950 + n })),
    );
    const feed = parseXml(await textAt("/feeds/new.atom", many.host));
    const ids = childrenOf(feed, "entry").map((entry) => textOf(entry, "id"));
    const newest = cars.toReversed().slice(0, 50);
    expect(ids).toEqual(newest.map(({ id }) => `urn:uuid:${id}`));
  });
});

describe("/sitemap.xml", () => {
  test("names pages with when they changed and their photos", async () => {
    const root = parseXml(await textAt("/sitemap.xml"));
    expect([root.name, root.namespace]).toEqual([
      ...["urlset", "http://www.sitemaps.org/schemas/sitemap/0.9"],
    ]);
    const page = childrenOf(root, "url").find(
      (url) => textOf(url, "loc") === `https://${domain}/cars/${odd.slug}`,
    ) as XmlElement;
    expect(Number.isNaN(Date.parse(textOf(page, "lastmod") ?? ""))).toBe(false);
    const images = childrenOf(page, "image");
    expect(images.map((image) => textOf(image, "loc"))).toEqual([
      "https://cdn.test/foto,1.jpg?a=1&b=%C3%A9",
      `https://${domain}/demo/pictures/suv-putih-side.svg`,
    ]);
    expect(images[0]?.namespace).toBe("http://www.google.com/schemas/sitemap-image/1.1");
  });

  test("takes no more of a car's photos than there is room for", async () => {
    const { host, ...rest } = await createTestTenant(app);
    const url = (n: number) => `https://cdn.test/${n}/${"&".repeat(300)}.jpg`;
    const photos = Array.from({ length: 40 }, (_, n) => ({ url: url(n) }));
    await addCars(app, { host, ...rest }, [{ photos }, { year: 2000 }]);
    const text = await textAt("/sitemap.xml", host);
    const pages = childrenOf(parseXml(text), "url");
    expect(pages.map((page) => childrenOf(page, "image").length)).toEqual([0, 3, 1]);
    expect(text.length).toBeLessThan(6_000);
  });

  test("has parts of well-formed names alone", async () => {
    for (const name of ["cars-0.xml", "cars-01.xml", "cars-1", "cars-123456.xml", "x"]) {
      expect((await get(`/sitemaps/${name}`)).status, name).toBe(400);
    }
    expect((await get("/sitemaps/cars-2.xml")).status).toBe(404);
    expect(await textAt("/sitemaps/cars-1.xml")).toBe(await textAt("/sitemap.xml"));
  });
});

describe("/robots.txt", () => {
  test("names the sitemap at the primary domain, and keeps the slug's host out", async () => {
    const response = await get("/robots.txt");
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    const text = await response.text();
    expect(text.split("\n")).toContain("Allow: /");
    expect(text.split("\n")).toContain(`Sitemap: https://${domain}/sitemap.xml`);
    expect(await textAt("/robots.txt", tenant.host)).toBe("User-agent: *\nDisallow: /\n");
    expect(await textAt("/robots.txt", `${domain}:8080`)).toBe(text);
    expect(await textAt("/robots.txt", `www.${domain}`)).toBe(text);
  });

  test("of a dealership without a domain is that of its slug's host", async () => {
    const lines = (await textAt("/robots.txt", other.host)).split("\n");
    expect(lines).toContain("Allow: /");
    expect(lines).toContain(`Sitemap: https://${other.host}/sitemap.xml`);
    expect(await textAt("/feeds/meta.csv", other.host)).toContain(`https://${other.host}/cars/`);
  });
});
