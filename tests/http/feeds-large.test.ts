/** Feeds of a dealership with more cars than are kept or read at once. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { createApp } from "../../src/app.ts";
import { findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { listSitemapParts } from "../../src/domain/feeds/sitemap-parts.ts";
import { connect } from "../support/attack-database.ts";
import { readCsv } from "../support/feed-stage.ts";
import { createTestApp, randomAddress } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";
import { childrenOf, parseXml, textOf } from "../support/xml.ts";

const CARS = 100_000;
const MB = 1024 * 1024;

const app = createTestApp();
const hono = createApp(app.deps);
let owner: pg.Client;
let tenant: TestTenant;

/** Cars with a photo each; of every hundred the first is a draft, the second has no mileage. */
async function addStock(to: TestTenant, count: number, description: string) {
  await owner.query(
    `INSERT INTO cars (tenant_id, id, display_code, slug, brand, model, year, price_idr, mileage_km,
       status, description)
     SELECT $1, uuidv7(interval '1 ms' * n), 'C' || n, 'car-' || n, 'Toyota', 'Avanza ' || n, 2020,
       150000000 + n, CASE WHEN n % 100 <> 1 THEN n END,
       CASE WHEN n % 100 = 0 THEN 'draft' ELSE 'available' END, $3
     FROM generate_series(0, $2::int - 1) n`,
    [to.id, count, description],
  );
  await owner.query(
    `INSERT INTO car_photos (tenant_id, car_id, position, url, is_primary)
     SELECT tenant_id, id, 0, 'https://cdn.test/' || slug || '.jpg', true FROM cars
     WHERE tenant_id = $1`,
    [to.id],
  );
  await owner.query("ANALYZE cars, car_photos");
}

beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  await addStock(tenant, CARS, "Terawat, pajak panjang. ".repeat(40));
}, 240_000);
afterAll(async () => {
  await owner.end();
  await app.close();
});

/** Sends a request whose answer is read as a client reads it, not held to the document at once. */
async function open(path: string, headers: Record<string, string> = {}, host = tenant.host) {
  const request = new Request(`http://any.test${path}`, { headers: { Host: host, ...headers } });
  const address = randomAddress();
  const server = { requestIP: () => ({ address, family: "IPv4" as const, port: 1 }) };
  return hono.fetch(request, { server });
}

/** Numbers, as a piece of a text would hold all of it in memory. */
const codesIn = (text: string) => [...text.matchAll(/^C(\d+)(?=,)/gm)].map(([, n]) => Number(n));

describe(`${CARS} cars`, () => {
  test("are sent in little memory, each once", async () => {
    const response = await open("/feeds/meta.csv");
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
    const decoder = new TextDecoder();
    const seen = new Set<number>();
    let count = 0;
    let bytes = 0;
    let rest = "";
    Bun.gc(true);
    const before = process.memoryUsage.rss();
    let peak = before;
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      const text = rest + decoder.decode(part, { stream: true });
      rest = text.slice(text.lastIndexOf("\n") + 1);
      const codes = codesIn(text.slice(0, text.length - rest.length));
      count += codes.length;
      for (const code of codes) seen.add(code);
      // What is held, without what merely waits to be collected.
      Bun.gc(true);
      peak = Math.max(peak, process.memoryUsage.rss());
    }
    console.log(`${Math.round(bytes / MB)} MB sent, ${Math.round((peak - before) / MB)} MB held`);
    expect([count, seen.size]).toEqual([CARS * 0.98, CARS * 0.98]);
    expect(bytes).toBeGreaterThan(100 * MB);
    expect(peak - before).toBeLessThan(bytes / 2);
  }, 120_000);

  test("have a sitemap in parts, which together name each page once", async () => {
    const index = parseXml(await (await open("/sitemap.xml")).text());
    expect(index.name).toBe("sitemapindex");
    const parts = childrenOf(index, "sitemap").map((part) => textOf(part, "loc") ?? "");
    expect(parts).toEqual(
      Array.from({ length: 10 }, (_, n) => `https://${tenant.host}/sitemaps/cars-${n + 1}.xml`),
    );
    const pages: (string | null)[] = [];
    for (const part of parts) {
      const text = await (await open(new URL(part).pathname)).text();
      expect(Buffer.byteLength(text)).toBeLessThan(50 * MB);
      const urls = childrenOf(parseXml(text), "url");
      expect(urls.length).toBeLessThanOrEqual(10_001);
      pages.push(...urls.map((url) => textOf(url, "loc")));
    }
    expect(pages).toHaveLength(CARS * 0.99 + 1);
    expect(new Set(pages).size).toBe(pages.length);
    expect((await open("/sitemaps/cars-11.xml")).status).toBe(404);
  }, 120_000);

  test("are known to be unchanged by their version", async () => {
    const head = await app.send(tenant.host, "/feeds/meta.xml", { method: "HEAD" });
    const etag = head.headers.get("ETag") ?? "";
    expect([head.status, etag, await head.text()]).toEqual([
      200,
      expect.stringMatching(/^W\//),
      "",
    ]);
    const again = await app.send(tenant.host, "/feeds/meta.xml", {
      headers: { "If-None-Match": `"x", ${etag}` },
    });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    await owner.query("UPDATE cars SET color = 'Biru' WHERE tenant_id = $1 AND slug = 'car-7'", [
      tenant.id,
    ]);
    await Bun.sleep(1_000);
    const changed = await open("/feeds/meta.xml", { "If-None-Match": etag });
    await changed.body?.cancel();
    expect(changed.status).toBe(200);
    expect(changed.headers.get("ETag")).not.toBe(etag);
  });
});

describe("while a feed is read", () => {
  const COUNT = 5_000;
  let other: TestTenant;
  beforeAll(async () => {
    other = await createTestTenant(app);
    await addStock(other, COUNT, "x".repeat(500));
  }, 60_000);

  test("what comes later is not read yet, and what changes is there once", async () => {
    const response = await open("/feeds/meta.csv", {}, other.host);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value, { stream: true });
    const first = readCsv(text).length;
    expect(first).toBeLessThan(1_001);
    await owner.query(
      `UPDATE cars SET status = 'sold' WHERE tenant_id = $1 AND price_idr >= 150003000`,
      [other.id],
    );
    await owner.query(
      `UPDATE cars SET price_idr = price_idr + 1, listed_at = now(), updated_at = now()
       WHERE tenant_id = $1 AND price_idr < 150003000`,
      [other.id],
    );
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    const codes = readCsv(text).map((row) => row["vehicle_id"]);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toHaveLength(3_000 * 0.98);
  });

  test("it is gzipped where that is taken", async () => {
    const gzipped = await open("/feeds/meta.xml", { "Accept-Encoding": "gzip" }, other.host);
    expect(gzipped.headers.get("Content-Encoding")).toBe("gzip");
    expect(gzipped.headers.get("Vary")).toContain("Accept-Encoding");
    const text = Bun.gunzipSync(new Uint8Array(await gzipped.arrayBuffer()));
    const root = parseXml(new TextDecoder().decode(text));
    expect(childrenOf(root, "listing")).toHaveLength(3_000 * 0.98);
    const plain = await open("/feeds/meta.xml", { "Accept-Encoding": "gzip;q=0" }, other.host);
    expect(plain.headers.get("Content-Encoding")).toBeNull();
    expect(await plain.text()).toBe(new TextDecoder().decode(text));
  });

  test("four streams of a dealership are open at once, and a place is free again when one ends", async () => {
    const ask = () => open("/feeds/meta.csv", {}, other.host);
    const streams = [];
    for (let n = 0; n < 4; n += 1) streams.push(await ask());
    const fifth = await ask();
    expect([fifth.status, fifth.headers.get("Retry-After")]).toEqual([429, "1"]);
    expect(await fifth.json()).toMatchObject({ code: "TOO_MANY_STREAMS" });
    await streams[0]?.body?.cancel();
    await streams[1]?.text();
    for (const stream of [await ask(), await ask(), ...streams.slice(2)]) {
      expect(stream.status).toBe(200);
      await stream.body?.cancel();
    }
  });

  test("a fault breaks the body off", async () => {
    const response = await open("/feeds/meta.csv", {}, other.host);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    await owner.query("ALTER TABLE car_photos RENAME TO car_photos_away");
    try {
      const reading = async () => {
        while (!(await reader.read()).done);
      };
      expect(reading()).rejects.toThrow();
      await reading().catch(() => {});
    } finally {
      await owner.query("ALTER TABLE car_photos_away RENAME TO car_photos");
    }
  });
});

test("parts of a sitemap join without gap or overlap", async () => {
  const small = await createTestTenant(app);
  await addStock(small, 101, "x");
  const record = await findTenant(app.deps.database, { slug: small.slug });
  if (!record) throw new Error("the test's tenant is gone");
  const context = {
    ...{ tenant: record, actor: { kind: "visitor" } as const, origin: NO_ORIGIN },
    ...{ now: new Date(), log: app.deps.log },
  };
  const parts = await withTenant(app.deps.database, context, (scope) =>
    listSitemapParts(scope, 40),
  );
  expect(parts.map(({ after }) => after)).toEqual([null, ...parts.slice(0, -1).map((p) => p.upTo)]);
  const { rows } = await owner.query(
    "SELECT id FROM cars WHERE tenant_id = $1 AND status = 'available' ORDER BY id",
    [small.id],
  );
  const ends = [rows[39], rows[79], rows.at(-1)].map(({ id }) => id);
  expect(parts.map(({ upTo }) => upTo)).toEqual(ends);
});
