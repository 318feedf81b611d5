import { afterAll, describe, expect, test } from "bun:test";
import { Redis } from "ioredis";
import { createSettledLimiter } from "../../src/infra/settled-limiter.ts";
import { eventually } from "../support/eventually.ts";
import { testRedisUrl } from "../support/redis.ts";

const limit = { name: "test", requests: 5, window: 60 };

describe("in one process", () => {
  test("counts at once, and each key for itself", async () => {
    const limiter = createSettledLimiter(limit);
    const allowed = Array.from({ length: 7 }, () => limiter.count("a").allowed);
    expect(allowed).toEqual([true, true, true, true, true, false, false]);
    expect(await limiter.consume("b")).toEqual({
      ...{ allowed: true, requests: 5, remaining: 4, resetAfter: 60 },
    });
    await limiter.refund("a");
    await limiter.reset("a");
    expect(limiter.count("a").remaining).toBe(4);
  });

  test("grants a key a limit of its own", () => {
    const limiter = createSettledLimiter(limit);
    expect([1, 2, 3].map(() => limiter.count("a", 2).allowed)).toEqual([true, true, false]);
  });

  test("begins anew when the window ends", async () => {
    const limiter = createSettledLimiter({ ...limit, requests: 1, window: 0.2 });
    expect([limiter.count("a").allowed, limiter.count("a").allowed]).toEqual([true, false]);
    await Bun.sleep(250);
    expect(limiter.count("a").allowed).toBe(true);
  });
});

describe.skipIf(!testRedisUrl)("with Redis", () => {
  const clients: Redis[] = [];
  const open = () => {
    const client = new Redis(`${testRedisUrl}`);
    clients.push(client);
    return client;
  };
  afterAll(() => {
    for (const client of clients) client.disconnect();
  });
  const name = () => `test${crypto.randomUUID().slice(0, 8)}`;

  test("a flood over several processes is granted at most each one's limit", async () => {
    const one = { ...limit, name: name() };
    const three = [1, 2, 3].map(() => createSettledLimiter(one, open()));
    let granted = 0;
    for (let n = 0; n < 300; n += 1) {
      granted += three[n % 3]?.count("a").allowed ? 1 : 0;
      await Bun.sleep(1);
    }
    expect(granted).toBeGreaterThanOrEqual(5);
    expect(granted).toBeLessThanOrEqual(15);
    // What comes later is refused by all, as none is behind by more than a settlement.
    await Bun.sleep(250);
    expect(three.map((limiter) => limiter.count("a").allowed)).toEqual([false, false, false]);
    for (const limiter of three) limiter.close?.();
  });

  test("what was counted while Redis was away is settled when it is back", async () => {
    const one = { ...limit, name: name() };
    const away = new Redis(`${testRedisUrl}`, { lazyConnect: true });
    clients.push(away);
    const limiter = createSettledLimiter(one, away);
    for (let n = 0; n < 4; n += 1) limiter.count("a");
    await away.connect();
    const redis = open();
    await eventually(async () => (await redis.get(`rate:${one.name}:a`)) === "4");
    expect(await redis.pttl(`rate:${one.name}:a`)).toBeGreaterThan(50_000);
    limiter.close?.();
  });

  test("no count outlives its window, whenever it is told", async () => {
    const one = { requests: 1_000_000, window: 0.15, name: name() };
    const limiter = createSettledLimiter(one, open());
    for (const until = Date.now() + 2_000; Date.now() < until; await Bun.sleep(1)) {
      for (let n = 0; n < 20; n += 1) limiter.count(`key ${n}`);
    }
    const redis = open();
    await Bun.sleep(600);
    expect(await redis.keys(`rate:${one.name}:*`)).toEqual([]);
    limiter.close?.();
  });

  test("what is taken back is taken back once", async () => {
    const one = { ...limit, name: name() };
    const limiter = createSettledLimiter(one, open());
    const redis = open();
    limiter.count("a");
    await eventually(async () => (await redis.get(`rate:${one.name}:a`)) === "1");
    await limiter.refund("a");
    await eventually(async () => (await redis.get(`rate:${one.name}:a`)) === "0");
    await Bun.sleep(400);
    expect(await redis.get(`rate:${one.name}:a`)).toBe("0");
    expect(limiter.count("a").remaining).toBe(4);
    limiter.close?.();
  });
});
