/** What everybody is answered alike: its bytes, how they are kept, and what is never among them. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { connect } from "../support/attack-database.ts";
import { json } from "../support/json.ts";
import { createTestApp, randomAddress, testOwnerUrl } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

const CAR = { brand: "Toyota", model: "Avanza", year: 2019, price: 185_000_000 };
const PATH = "/api/cars?brand=toyota";

let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await logIn(app, tenant, tenant.owner)).token;
  await staff("POST", "/api/admin/cars", { ...CAR, status: "available", cost: 150_000_000 });
});

async function staff(method: string, path: string, body?: object, version?: number) {
  const response = await app.send(tenant.host, path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(version && { "If-Match": `"${version}"` }),
    },
    body: body && JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
  return response.status === 204 ? null : json(response);
}

const ask = (headers: Record<string, string> = {}, path = PATH, host = tenant.host) =>
  app.send(host, path, { headers });

/** The first is made, the second is what was kept. */
const askTwice = async (headers: Record<string, string> = {}, path = PATH) => [
  await ask(headers, path),
  await ask(headers, path),
];

const PER_REQUEST = ["x-request-id", "ratelimit"];
const headersOf = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => !PER_REQUEST.includes(name)).sort());

describe("an answer that is kept", () => {
  test.each([
    ["as it is", {}],
    ["in brotli", { "Accept-Encoding": "gzip, br" }],
    ["in zstd", { "Accept-Encoding": "gzip, zstd" }],
    ["in gzip", { "Accept-Encoding": "gzip" }],
    ["to a page of the dealership", { Origin: "http://{host}" }],
    ["to a page of somebody else", { Origin: "https://evil.test" }],
  ])("is the same to the byte and the header, %s", async (_, given) => {
    const headers = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace("{host}", tenant.host)]),
    );
    const path = `${PATH}&limit=${Math.ceil(Math.random() * 100)}`;
    const [made, kept] = await askTwice(headers, path);
    if (!made || !kept) throw new Error("nothing was answered");
    expect(headersOf(kept)).toEqual(headersOf(made));
    expect(await kept.bytes()).toEqual(await made.bytes());
    for (const name of PER_REQUEST) expect(kept.headers.get(name)).toBeTruthy();
    expect(kept.headers.get("Vary")).toBe("Accept-Encoding, Origin");
    expect(kept.headers.get("Cache-Control")).toMatch(/^public, .*stale-while-revalidate=\d+/);
    expect(kept.headers.get("X-Content-Type-Options")).toBe("nosniff");
    const isOwn = headers["Origin"]?.includes(tenant.host);
    expect(kept.headers.get("Access-Control-Allow-Origin")).toBe(
      isOwn ? `http://${tenant.host}` : null,
    );
  });

  test("reads the same in every encoding, each with a tag of its own", async () => {
    const read = { br: brotliDecompressSync, zstd: zstdDecompressSync, gzip: gunzipSync };
    const plain = await ask();
    const tags = [plain.headers.get("ETag")];
    const text = await plain.text();
    for (const [name, decompress] of Object.entries(read)) {
      for (const answer of await askTwice({ "Accept-Encoding": name })) {
        expect(answer.headers.get("Content-Encoding")).toBe(name);
        expect(decompress(await answer.bytes()).toString()).toBe(text);
        tags.push(answer.headers.get("ETag"));
      }
    }
    expect(new Set(tags).size).toBe(4);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]+"$/);
  });

  test("is not sent to whom holds it", async () => {
    const tag = `${(await ask()).headers.get("ETag")}`;
    for (const held of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      for (const answer of await askTwice({ "If-None-Match": held })) {
        expect([answer.status, await answer.text()]).toEqual([304, ""]);
        expect(answer.headers.get("ETag")).toBe(tag);
        expect(answer.headers.get("Vary")).toBe("Accept-Encoding, Origin");
        expect(answer.headers.get("Content-Type")).toBeNull();
      }
    }
    for (const answer of await askTwice({ "If-None-Match": '"other"' })) {
      expect(answer.status).toBe(200);
    }
    // The tag of other bytes.
    const compressed = await ask({ "If-None-Match": tag, "Accept-Encoding": "br" });
    expect(compressed.status).toBe(200);
  });

  test("has the same tag after a change that does not show in it, and another one after one that does", async () => {
    const before = (await ask()).headers.get("ETag");
    const { data } = await staff("POST", "/api/admin/cars", {
      ...CAR,
      brand: "Honda",
      model: "Brio",
    });
    expect((await ask()).headers.get("ETag")).toBe(before);
    await staff("PATCH", `/api/admin/cars/${data.id}`, { brand: "Toyota", status: "available" }, 1);
    expect((await ask()).headers.get("ETag")).not.toBe(before);
    await staff("DELETE", `/api/admin/cars/${data.id}`, undefined, 2);
    expect((await ask()).headers.get("ETag")).toBe(before);
  });

  test("keeps its tag, its id and its visitor's count when another is given after it", async () => {
    const client = randomAddress();
    const again = (headers: Record<string, string>, path: string) =>
      app.send(tenant.host, path, { headers, client });
    await askTwice({}, "/api/site");
    await askTwice({}, `${PATH}&limit=3`);
    const first = await again({ "X-Request-Id": "the-first-one" }, `${PATH}&limit=3`);
    const told = headersOf(first);
    const others = [
      await again({ "X-Request-Id": "the-other-one" }, `${PATH}&limit=3`),
      await again({ Origin: `http://${tenant.host}` }, "/api/site"),
      await again({}, PATH),
    ];
    expect(first.headers.get("X-Request-Id")).toBe("the-first-one");
    expect(headersOf(first)).toEqual(told);
    expect(new Set([first, ...others].map(({ headers }) => headers.get("RateLimit"))).size).toBe(4);
    const stranger = await ask({ Origin: "https://evil.test" }, "/api/site");
    expect(stranger.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  test("is given while it is made again when its time is up, and no longer than ten times that", async () => {
    const life = 200;
    const brief = createTestApp({ config: { CACHE_TTL_SECONDS: life / 1_000 } });
    const place = await createTestTenant(brief);
    const owner = await connect(testOwnerUrl());
    const sold = async () => (await brief.send(place.host, "/api/cars/sold")).status;
    try {
      expect(await sold()).toBe(200);
      await Bun.sleep(life + 20);
      await owner.query("BEGIN; LOCK TABLE cars");
      for (let n = 0; n < 3; n += 1) expect(await sold()).toBe(200);
      await owner.query("ROLLBACK");
      await Bun.sleep(10 * life + 20);
      await owner.query("BEGIN; LOCK TABLE cars");
      const late = sold();
      expect(await Promise.race([late, Bun.sleep(300)])).toBeUndefined();
      await owner.query("ROLLBACK");
      expect(await late).toBe(200);
    } finally {
      await Promise.all([owner.end(), brief.close()]);
    }
  });

  test("is counted for its visitor, who is refused beyond the limit", async () => {
    const few = createTestApp({ config: { RATE_LIMIT_MAX_REQUESTS: 3 } });
    const client = randomAddress();
    const answers: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { status, headers } = await few.send(tenant.host, PATH, { client });
      answers.push(`${status} ${headers.get("RateLimit")?.split(";t=")[0]}`);
    }
    expect(answers).toEqual([
      ...['200 "public";r=2', '200 "public";r=1', '200 "public";r=0'],
      ...['429 "public";r=0', '429 "public";r=0'],
    ]);
    await few.close();
  });

  test("is logged like any other", async () => {
    const lines: string[] = [];
    const { pino } = await import("pino");
    const log = pino({ level: "info" }, { write: (text: string) => void lines.push(text) });
    const logged = createTestApp({ log });
    const requestIds = ["first-request", "second-request"];
    for (const id of requestIds) {
      const answer = await logged.send(tenant.host, PATH, { headers: { "X-Request-Id": id } });
      expect(answer.headers.get("X-Request-Id")).toBe(id);
    }
    await logged.close();
    const found = lines
      .join("")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ route }) => route !== "/openapi.json");
    expect(found).toMatchObject(
      requestIds.map((requestId) => ({
        ...{ level: 30, requestId, tenant: tenant.slug, method: "GET", route: "/api/cars" },
        ...{ status: 200, ms: expect.any(Number), msg: "request" },
      })),
    );
    expect(Date.parse(found[1].time)).toBeCloseTo(Date.now(), -5);
  });
});

describe("what is kept is never", () => {
  test("another dealership's", async () => {
    const other = await createTestTenant(app);
    for (let n = 0; n < 2; n += 1) {
      expect((await json(await ask())).meta.total).toBe(1);
      expect((await json(await ask({}, PATH, other.host))).meta.total).toBe(0);
    }
  });

  test("a draft, nor a sold car's price, from the moment that staff say so", async () => {
    const { data } = await staff("POST", "/api/admin/cars", {
      ...{ ...CAR, model: "Rush", price: 233_000_000, status: "available" },
    });
    const path = `/api/cars/${data.slug}`;
    const texts = async () =>
      (await Promise.all([ask(), ask({}, path)])).map((answer) => answer.text());
    const seen = async () => (await Promise.all(await texts())).join("\n");
    for (let n = 0; n < 2; n += 1) expect(await seen()).toContain("233000000");
    await staff("PATCH", `/api/admin/cars/${data.id}`, { status: "sold" }, 1);
    expect(await seen()).not.toContain("233000000");
    expect((await json(await ask({}, path))).data).toMatchObject({ status: "sold", price: null });
    await staff("POST", `/api/admin/cars/${data.id}/reopen`, { reason: "Batal" });
    for (let n = 0; n < 2; n += 1) expect(await seen()).toContain("233000000");
    await staff("PATCH", `/api/admin/cars/${data.id}`, { status: "draft" }, 3);
    expect(await seen()).not.toContain("Rush");
    expect((await ask({}, path)).status).toBe(404);
  });

  test("where a hidden car stands among those that a search finds", async () => {
    const seen: unknown[] = [];
    for (const millions of [150, 950]) {
      const place = await createTestTenant(app);
      const { token: key } = await logIn(app, place, place.owner);
      const add = (car: object) =>
        app.send(place.host, "/api/admin/cars", {
          method: "POST",
          headers: { Authorization: `Bearer ${key}` },
          body: JSON.stringify({ ...CAR, ...car }),
        });
      for (const status of ["sold", "draft"]) await add({ status, price: millions * 1_000_000 });
      for (const price of [200_000_000, 210_000_000]) await add({ status: "available", price });
      for (const q of ["avanza 150000000 sampai 151000000", "avanza termurah", "avanza"]) {
        const path = `/api/cars?q=${encodeURIComponent(q)}&limit=1`;
        const { data, meta } = await json(await ask({}, path, place.host));
        const [sort, rank] = JSON.parse(Buffer.from(`${meta.nextCursor}`, "base64url").toString());
        seen.push([millions, q, data[0].price, meta.total, meta.understood, sort, rank]);
      }
    }
    const half = seen.length / 2;
    const of = (from: number) =>
      (seen.slice(from, from + half) as unknown[][]).map((s) => s.slice(1));
    expect(of(0)).toEqual(of(half));
  });

  test("an admin's answer, nor a public one for an admin", async () => {
    for (let n = 0; n < 2; n += 1) {
      const admin = await ask({ Authorization: `Bearer ${token}` }, "/api/admin/cars");
      expect(admin.headers.get("Cache-Control")).toContain("no-store");
      expect(await admin.text()).toContain("150000000");
      expect(await (await ask()).text()).not.toContain("150000000");
    }
  });

  test("given by a suspended dealership, nor to a bad key", async () => {
    const place = await createTestTenant(app);
    for (let n = 0; n < 2; n += 1) expect((await ask({}, PATH, place.host)).status).toBe(200);
    const bad = await ask({ Authorization: "Bearer alk_nonsense" }, PATH, place.host);
    expect(bad.status).toBe(401);
    const { setTenantStatus } = await import("../../src/domain/tenants/set-tenant-status.ts");
    await setTenantStatus(app.ownerUrl, place.slug, "suspended");
    await Bun.sleep(1_000);
    expect((await ask({}, PATH, place.host)).status).toBe(403);
  });
});
