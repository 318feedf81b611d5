/** Pages of cars that somebody looks at are counted, however they are answered. */
import { afterAll, describe, expect, test } from "bun:test";
import { connect } from "../support/attack-database.ts";
import { inserter, newNumber } from "../support/attack-rows.ts";
import { callAs } from "../support/call-as.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn } from "../support/test-tenant.ts";

/** 00:30 of June 2 in Jakarta, and June 1 in UTC. */
let now = new Date("2037-06-01T17:30:00Z");
const app = createTestApp({ clock: () => now });
const other = createTestApp({ clock: () => now });
const db = await connect(app.ownerUrl);
const tenant = await createTestTenant(app);
const owner = await logIn(app, tenant, tenant.owner);
const boss = callAs(app, tenant, owner);
const insert = inserter(db, tenant.id);
afterAll(async () => {
  await db.end();
  await Promise.all([app.close(), other.close()]);
});

const BROWSER =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36";
let cars = 0;
async function addCar(more: Record<string, unknown> = {}) {
  cars += 1;
  const slug = `viewed-${cars}`;
  const id = await insert("cars", {
    ...{ display_code: slug, slug, brand: "Toyota", model: `Model ${cars}`, year: 2019 },
    ...{ price_idr: 100_000_000, status: "available", listed_at: now, ...more },
  });
  await insert("car_photos", { car_id: id, position: 0, url: "/a.svg" });
  return { id, slug };
}
const read = (slug: string, headers: Record<string, string> = {}, by = app, method = "GET") =>
  by.send(tenant.host, `/api/cars/${slug}`, {
    method,
    headers: { "User-Agent": BROWSER, ...headers },
  });
const numbers = async (id: string) => {
  await Promise.all([app.deps.carViews.store(), other.deps.carViews.store()]);
  return (await boss("GET", `/cars/${id}/numbers`)).body.data;
};

describe("a view", () => {
  test("is a page that is made, one that is ready, and one that the browser holds", async () => {
    const car = await addCar();
    const first = await read(car.slug);
    expect((await read(car.slug)).status).toBe(200);
    const held = await read(car.slug, { "If-None-Match": first.headers.get("ETag") ?? "" });
    expect(held.status).toBe(304);
    expect((await read(`${car.slug}?fields=title`)).status).toBe(200);
    const { views, days } = await numbers(car.id);
    expect(views).toBe(4);
    expect(days).toHaveLength(30);
    expect(days.slice(0, 2)).toEqual([
      { day: "2037-06-02", views: 4, enquiries: 0 },
      { day: "2037-06-01", views: 0, enquiries: 0 },
    ]);
  });

  test.each([
    [
      "a crawler",
      { "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" },
    ],
    ["a preview in a chat", { "User-Agent": "WhatsApp/2.23.20.0" }],
    ["a program", { "User-Agent": "node" }],
    ["somebody without a name", { "User-Agent": "" }],
    ["somebody with an endless name", { "User-Agent": `${BROWSER} ${"x".repeat(500)}` }],
    ["a browser that fetches in advance", { "Sec-Purpose": "prefetch;prerender" }],
    ["a crawler through the site", { "X-Visitor-User-Agent": "Googlebot/2.1" }],
    ["staff", { Authorization: `Bearer ${owner.token}` }],
  ])("is not what %s reads", async (_, headers: Record<string, string>) => {
    const car = await addCar();
    for (let n = 0; n < 2; n += 1) expect((await read(car.slug, headers)).status).toBe(200);
    expect((await numbers(car.id)).views).toBe(0);
  });

  test("is not a HEAD, a list, or an address of no car", async () => {
    const car = await addCar();
    expect((await read(car.slug, {}, app, "HEAD")).status).toBe(200);
    expect((await read(`${car.slug}/similar`)).status).toBe(200);
    expect((await read("no-such-car")).status).toBe(404);
    expect((await numbers(car.id)).views).toBe(0);
  });

  test("is counted for a site that renders and says for whom", async () => {
    const car = await addCar();
    const key = await boss("POST", "/api-keys", { name: "Site", scopes: ["cars:read"] });
    const site = { "User-Agent": "node", Authorization: `Bearer ${key.body.data.key}` };
    await read(car.slug, site);
    await read(car.slug, { ...site, "X-Visitor-User-Agent": BROWSER });
    expect((await numbers(car.id)).views).toBe(1);
  });

  test("is of a car on offer alone", async () => {
    const sold = await addCar({ status: "sold", sold_at: now });
    expect((await read(sold.slug)).status).toBe(200);
    expect((await numbers(sold.id)).views).toBe(0);
  });
});

describe("views", () => {
  test("of several processes add up, day by day, and go with the car", async () => {
    const car = await addCar();
    for (const by of [app, other, app, other, other]) await read(car.slug, {}, by);
    expect((await numbers(car.id)).views).toBe(5);
    now = new Date(now.getTime() + 86_400_000);
    await read(car.slug);
    const { views, days } = await numbers(car.id);
    expect([views, days[0].views, days[1].views]).toEqual([6, 1, 5]);
    const gone = await boss("DELETE", `/cars/${car.id}`, undefined, { "If-Match": '"1"' });
    expect(gone.status).toBe(204);
    await app.deps.carViews.store();
    const left = await db.query("SELECT FROM car_view_totals WHERE car_id = $1", [car.id]);
    expect(left.rows).toEqual([]);
  });

  test("that wait are stored when the process stops", async () => {
    const third = createTestApp({ clock: () => now });
    const car = await addCar();
    for (let n = 0; n < 3; n += 1) await read(car.slug, {}, third);
    expect((await numbers(car.id)).views).toBe(0);
    await third.close();
    expect((await numbers(car.id)).views).toBe(3);
  });

  test("of days long past are forgotten, and their total is not", async () => {
    const car = await addCar();
    await insert("car_views", { car_id: car.id, day: "2037-01-01", views: 9 });
    await insert("car_view_totals", { car_id: car.id, views: 9 });
    await read(car.slug);
    expect((await numbers(car.id)).views).toBe(10);
    const kept = await db.query("SELECT views FROM car_views WHERE car_id = $1", [car.id]);
    expect(kept.rows).toEqual([{ views: 1 }]);
  });

  test("stand beside enquiries, and many without one call for attention", async () => {
    const [asked, ignored] = [await addCar(), await addCar()];
    for (const { id } of [asked, ignored]) {
      await insert("car_view_totals", { car_id: id, views: 99 });
    }
    await insert("enquiries", {
      ...{
        lead_id: await insert("leads", { phone: newNumber(), source: "phone" }),
        car_id: asked.id,
      },
      ...{ car_title: "2019 Toyota", kind: "question", created_at: now },
    });
    const told = async () =>
      (await boss("GET", "/stock/attention?reason=viewed_without_enquiry")).body;
    expect((await told()).data).toEqual([]);
    for (const { slug } of [asked, ignored]) await read(slug);
    expect((await numbers(asked.id)).days[0]).toMatchObject({ views: 1, enquiries: 1 });
    const { data, meta } = await told();
    expect(data).toMatchObject([
      { id: ignored.id, reasons: [{ reason: "viewed_without_enquiry", views: 100 }] },
    ]);
    expect([meta.total, meta.reasons.viewed_without_enquiry]).toEqual([1, 1]);
  });
});
