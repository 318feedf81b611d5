import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { pino } from "pino";
import { freePort } from "../../scripts/free-port.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { testRedisUrl } from "../support/redis.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

/** Database 1 is this file's own on the run's Redis. */
const url = testRedisUrl && `${testRedisUrl}/1`;
const config = { REDIS_URL: url, RATE_LIMIT_MAX_REQUESTS: 1_000 };

describe.skipIf(!url)("with Redis", () => {
  let first: TestApp;
  let second: TestApp;
  let tenant: TestTenant;
  let token: string;

  const ready = async (app: TestApp) => {
    for (let tries = 0; (await app.deps.redisStatus()) !== "ok" && tries < 100; tries += 1) {
      await Bun.sleep(50);
    }
    expect(await app.deps.redisStatus()).toBe("ok");
  };
  beforeAll(async () => {
    first = createTestApp({ config });
    second = createTestApp({ config });
    await Promise.all([ready(first), ready(second)]);
    tenant = await createTestTenant(first);
    token = (await logIn(first, tenant, tenant.owner)).token;
  });
  afterAll(() => Promise.all([first?.close(), second?.close()]));

  const addCar = (model: string) =>
    first.send(tenant.host, "/api/admin/cars", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ brand: "Toyota", model, year: 2020, price: 1, status: "available" }),
    });
  const total = async (app: TestApp) =>
    (await json(await app.send(tenant.host, "/api/cars"))).meta.total;

  test("two processes count one limit together", async () => {
    const pair = [1, 2].map(() =>
      createTestApp({ config: { ...config, RATE_LIMIT_MAX_REQUESTS: 5 } }),
    );
    await Promise.all(pair.map(ready));
    const client = "192.0.2.55";
    const ask = async (app: TestApp | undefined, times: number) => {
      const statuses: number[] = [];
      for (let n = 0; n < times; n += 1) {
        statuses.push((await app?.send(tenant.host, "/api/site", { client }))?.status ?? 0);
      }
      return statuses;
    };
    const redis = new Redis(`${url}`);
    const counted = (total: number) =>
      eventually(async () => {
        const [key] = await redis.keys(`rate:public:${tenant.id}:${client}`);
        return key && Number(await redis.get(key)) === total;
      });
    expect(await ask(pair[0], 3)).toEqual([200, 200, 200]);
    await counted(3);
    expect(await ask(pair[1], 1)).toEqual([200]);
    // With its own count each learns the others'.
    await counted(4);
    await Bun.sleep(100);
    expect(await ask(pair[1], 3)).toEqual([200, 429, 429]);
    await counted(7);
    await ask(pair[0], 1);
    await counted(8);
    await Bun.sleep(100);
    expect(await ask(pair[0], 1)).toEqual([429]);
    redis.disconnect();
    await Promise.all(pair.map((app) => app.close()));
  });

  test("a car added in one process is listed by the other within a second, and at once by its own", async () => {
    const before = await total(second);
    expect((await addCar("Satu")).status).toBe(201);
    expect(await total(first)).toBe(before + 1);
    await Bun.sleep(1_000);
    expect(await total(second)).toBe(before + 1);
  });

  test("a suspension is seen by both within a second", async () => {
    const place = await createTestTenant(first);
    for (const app of [first, second])
      expect((await app.send(place.host, "/api/site")).status).toBe(200);
    await setTenantStatus(first.ownerUrl, place.slug, "suspended");
    await Bun.sleep(1_000);
    for (const app of [first, second])
      expect((await app.send(place.host, "/api/site")).status).toBe(403);
  });

  test("a cache that is wiped or holds nonsense is filled again", async () => {
    const redis = new Redis(url ?? "");
    const before = await total(first);
    const kept = await eventually(async () => {
      const keys = await redis.keys(`cache:public:${tenant.id}:*`);
      return keys.length > 0 && keys;
    });
    for (const key of kept) await redis.set(key, '{"type":1');
    expect(await total(second)).toBe(before);
    await redis.flushdb();
    expect(await total(first)).toBe(before);
    redis.disconnect();
  });
});

describe.skipIf(!url || !Bun.which("redis-server"))("while Redis goes away and comes back", () => {
  test("no request fails, each connection says so once, and it is used again", async () => {
    const lines: string[] = [];
    const said = (text: string) => lines.join("").split(text).length - 1;
    const folder = await mkdtemp(join(tmpdir(), "autoleads-redis-"));
    const port = await freePort();
    const start = () =>
      Bun.spawn(
        [
          Bun.which("redis-server") ?? "",
          "--port",
          `${port}`,
          "--bind",
          "127.0.0.1",
          "--save",
          "",
          "--dir",
          folder,
        ],
        { stdio: ["ignore", "ignore", "ignore"] },
      );
    let server = start();
    const app = createTestApp({
      config: { ...config, REDIS_URL: `redis://127.0.0.1:${port}` },
      log: pino({ level: "info" }, { write: (line: string) => lines.push(line) }),
    });
    const tenant = await createTestTenant(app);
    const until = async (state: "ok" | "down") => {
      for (let tries = 0; (await app.deps.redisStatus()) !== state && tries < 200; tries += 1) {
        await Bun.sleep(25);
      }
      expect(await app.deps.redisStatus()).toBe(state);
    };
    const all = async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          app.send(tenant.host, n % 2 ? "/api/site" : "/api/cars"),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    };
    await until("ok");
    await all();
    lines.length = 0;

    server.kill("SIGSTOP");
    await all();
    expect(await app.deps.redisStatus()).toBe("down");
    server.kill("SIGCONT");

    server.kill("SIGKILL");
    await all();
    await until("down");
    await all();
    expect(await json(await app.send("", "/health"))).toMatchObject({
      status: "degraded",
      redis: "down",
    });

    await eventually(() => said("Redis is away") === 2);

    server = start();
    await until("ok");
    await all();
    expect(said("Redis is away")).toBe(2);
    expect(said("Redis is back")).toBeGreaterThan(0);
    const redis = new Redis(port, "127.0.0.1");
    await eventually(async () => (await redis.keys("rate:public:*")).length > 0);
    redis.disconnect();
    await app.close();
    server.kill();
    await rm(folder, { recursive: true, force: true });
  });
});
