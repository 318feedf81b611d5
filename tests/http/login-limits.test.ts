/** What a flood of attempts stops, and what it does not. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { hashPassword } from "../../src/domain/staff/password.ts";
import { connect } from "../support/attack-database.ts";
import { callAuth } from "../support/call-auth.ts";
import { testRedisUrl } from "../support/redis.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { createTestStaff, createTestTenant, type TestTenant } from "../support/test-tenant.ts";

/** Database 2 is this file's own on the run's Redis. */
const url = testRedisUrl && `${testRedisUrl}/2`;
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(createdAlone.ownerUrl);
});
const createdAlone = createTestApp();
afterAll(async () => {
  await owner.end();
  await createdAlone.close();
});

const attempt = (app: TestApp, place: TestTenant, email: string, password: string, client = "") =>
  callAuth(app, place)("login", { email, password }, client ? { client } : {});

describe("a flood against one account", () => {
  const app = createdAlone;
  let place: TestTenant;
  let colleague: Awaited<ReturnType<typeof createTestStaff>>;
  let open: { accessToken: string; refreshToken: string };
  let outcomes: { status: number; code?: string }[];
  beforeAll(async () => {
    place = await createTestTenant(app);
    colleague = await createTestStaff(app, place, "sales");
    const { email, password } = place.owner;
    open = (await attempt(app, place, email, password)).data;
    // From many addresses, more than the whole dealership has attempts.
    outcomes = await Promise.all(
      Array.from({ length: 700 }, () => attempt(app, place, email, "wrong")),
    );
  });

  test("locks its password login", async () => {
    const guesses = outcomes.filter(({ status }) => status === 401);
    expect(guesses).toHaveLength(5);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set([401, 429]));
    const { email, password } = place.owner;
    expect((await attempt(app, place, email, password)).status).toBe(429);
  });

  test("leaves its open sessions alone", async () => {
    const call = callAuth(app, place);
    const me = await call("me", undefined, { method: "GET", token: open.accessToken });
    expect(me.status).toBe(200);
    const { refreshToken } = open;
    const next = await call("refresh", { refreshToken });
    expect(next.status).toBe(200);
    const leads = await app.send(place.host, "/api/admin/leads", {
      headers: { Authorization: `Bearer ${next.data.accessToken}` },
    });
    expect(leads.status).toBe(200);
  });

  test("leaves every other account of the dealership alone", async () => {
    expect((await attempt(app, place, colleague.email, colleague.password)).status).toBe(200);
  });

  test("leaves every other dealership alone", async () => {
    const other = await createTestTenant(app);
    const { email, password } = other.owner;
    expect((await attempt(app, other, email, password)).status).toBe(200);
  });

  test("writes nothing while it is refused", async () => {
    const state = async () =>
      (await owner.query("SELECT * FROM login_failures WHERE tenant_id = $1", [place.id])).rows;
    const before = await state();
    const { email } = place.owner;
    for (let n = 0; n < 10; n += 1) await attempt(app, place, email, "wrong");
    expect(await state()).toEqual(before);
  });
});

test("a lock that Redis knows nothing of refuses before anything counts for the dealership", async () => {
  const place = await createTestTenant(createdAlone);
  const { email, password } = place.owner;
  for (let n = 0; n < 5; n += 1) await attempt(createdAlone, place, email, "wrong");
  const fresh = createTestApp();
  const tenantLimit = fresh.deps.attemptLimits.login.tenant;
  const refused = await attempt(fresh, place, email, password);
  expect([refused.status, refused.code]).toEqual([429, "ACCOUNT_LOCKED"]);
  const { remaining } = await tenantLimit.consume(place.id);
  expect(remaining).toBe(tenantLimit.requests - 1);
  await fresh.close();
});

test("attempts over many accounts exhaust that dealership's logins and no other's", async () => {
  const app = createTestApp();
  const [place, other] = [await createTestTenant(app), await createTestTenant(app)];
  const { email, password } = place.owner;
  const { data } = await attempt(app, place, email, password);
  const { requests } = app.deps.attemptLimits.login.tenant;
  for (let n = 0; n < requests; n += 1) await app.deps.attemptLimits.login.tenant.consume(place.id);
  const refused = await attempt(app, place, email, password);
  expect([refused.status, refused.code]).toEqual([429, "RATE_LIMITED"]);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  const { refreshToken } = data;
  expect((await callAuth(app, place)("refresh", { refreshToken })).status).toBe(200);
  expect((await attempt(app, other, other.owner.email, other.owner.password)).status).toBe(200);
  await app.close();
});

test("a flood from the same address stops neither its refreshes nor its calls", async () => {
  const app = createTestApp();
  const place = await createTestTenant(app);
  const client = "198.51.100.7";
  const { email, password } = place.owner;
  const { data } = await attempt(app, place, email, password, client);
  const flood = await Promise.all(
    Array.from({ length: 150 }, (_, n) => attempt(app, place, `spray${n}@x.test`, "no", client)),
  );
  expect(flood.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(20);
  const { refreshToken } = data;
  const next = await callAuth(app, place)("refresh", { refreshToken }, { client });
  expect(next.status).toBe(200);
  const token = next.data.accessToken;
  const me = await callAuth(app, place)("me", undefined, { method: "GET", token, client });
  expect(me.status).toBe(200);
  await app.close();
});

test("addresses below /account count together, whatever a stranger makes up", async () => {
  const place = await createTestTenant(createdAlone);
  const client = "198.51.100.7";
  const remaining = async (page: string) => {
    const answer = await createdAlone.send(place.host, `/account/${page}`, { client });
    return answer.headers.get("RateLimit")?.match(/;r=(\d+);/)?.[1];
  };
  expect([await remaining("a"), await remaining("b"), await remaining("invitation")]).toEqual([
    ...["99", "98", "97"],
  ]);
});

describe("behind a trusted proxy", () => {
  const proxied = createTestApp({ config: { TRUST_PROXY: true } });
  afterAll(() => proxied.close());

  test("a client is the address that the proxy appended, whatever its port", async () => {
    const place = await createTestTenant(proxied);
    const remaining = async (forwarded: string, app = proxied) => {
      const client = "198.51.100.8";
      const headers = { "X-Forwarded-For": forwarded };
      const answer = await app.send(place.host, "/account/invitation", { client, headers });
      return answer.headers.get("RateLimit")?.match(/;r=(\d+);/)?.[1];
    };
    expect(await remaining("203.0.113.1")).toBe("99");
    expect(await remaining("192.0.2.1, 203.0.113.1")).toBe("98");
    expect(await remaining("203.0.113.1:40001")).toBe("97");
    expect(await remaining("192.0.2.1, 203.0.113.1:40002")).toBe("96");
    expect(await remaining("2001:db8:1:2::1")).toBe("99");
    expect(await remaining("[2001:db8:1:2::2]:40003")).toBe("98");
    expect(await remaining("192.0.2.1", createdAlone)).toBe("99");
    expect(await remaining("192.0.2.2", createdAlone)).toBe("98");
  });
});

test("bad refresh tokens are limited by address, a good one by its own use alone", async () => {
  const app = createTestApp();
  const place = await createTestTenant(app);
  const { email, password } = place.owner;
  let { refreshToken } = (await attempt(app, place, email, password)).data;
  const client = "198.51.100.8";
  const refresh = (token: string, from?: string) =>
    callAuth(app, place)("refresh", { refreshToken: token }, { client: from });
  const bad: number[] = [];
  for (let n = 0; n < 62; n += 1)
    bad.push((await refresh(`unknown-${n}-${"x".repeat(20)}`, client)).status);
  expect(bad).toEqual([...Array(60).fill(401), 429, 429]);
  const good: number[] = [];
  for (let n = 0; n < 61; n += 1) {
    const next = await refresh(refreshToken, n === 0 ? client : undefined);
    good.push(next.status);
    refreshToken = next.data?.refreshToken ?? refreshToken;
  }
  expect(good).toEqual([...Array(60).fill(200), 429]);
  await app.close();
});

describe.skipIf(!url)("two processes on one Redis", () => {
  let pair: [TestApp, TestApp];
  beforeAll(async () => {
    const config = { REDIS_URL: url, RATE_LIMIT_MAX_REQUESTS: 10_000 };
    pair = [createTestApp({ config }), createTestApp({ config })];
    for (const app of pair) {
      for (let tries = 0; (await app.deps.redisStatus()) !== "ok" && tries < 100; tries += 1) {
        await Bun.sleep(50);
      }
    }
  });
  afterAll(() => Promise.all(pair.map((app) => app.close())));
  const turn = (n: number) => pair[n % 2 === 0 ? 0 : 1];

  test("count an address's logins together", async () => {
    const place = await createTestTenant(pair[0]);
    const statuses: number[] = [];
    for (let n = 0; n < 22; n += 1) {
      statuses.push((await attempt(turn(n), place, `a${n}@x.test`, "no", "192.0.2.77")).status);
    }
    expect(statuses).toEqual([...Array(20).fill(401), 429, 429]);
  });

  test("count an account's guesses together", async () => {
    const place = await createTestTenant(pair[0]);
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 25; n += 1) {
      codes.push((await attempt(turn(n), place, place.owner.email, "no")).code);
    }
    expect(codes).toEqual([
      ...Array(5).fill("INVALID_CREDENTIALS"),
      ...Array(15).fill("ACCOUNT_LOCKED"),
      ...Array(5).fill("RATE_LIMITED"),
    ]);
  });

  test("count a dealership's attempts together, each kind for itself", async () => {
    const place = await createTestTenant(pair[0]);
    const { email, password } = place.owner;
    const { requests } = pair[0].deps.attemptLimits.login.tenant;
    for (let n = 0; n < requests; n += 1) {
      await turn(n).deps.attemptLimits.login.tenant.consume(place.id);
    }
    for (const app of pair) {
      expect((await attempt(app, place, email, password)).code).toBe("RATE_LIMITED");
    }
    const challenge = "x".repeat(30);
    const step = await callAuth(pair[1], place)("login/two-factor", { challenge, code: "123456" });
    expect(step.code).toBe("INVALID_CHALLENGE");
  });

  test("count a person's guesses at the present password together", async () => {
    const place = await createTestTenant(pair[0]);
    const { email, password } = place.owner;
    const token = (await attempt(pair[0], place, email, password)).data.accessToken;
    const guess = (n: number) =>
      callAuth(turn(n), place)(
        "password",
        { currentPassword: `guess ${n}`, newPassword: "a wholly new password" },
        { method: "PUT", token },
      );
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 7; n += 1) codes.push((await guess(n)).code);
    expect(codes).toEqual([...Array(5).fill("WRONG_PASSWORD"), ...Array(2).fill("ACCOUNT_LOCKED")]);
  });

  test("tell Redis no e-mail address", async () => {
    const { Redis } = await import("ioredis");
    const redis = new Redis(url ?? "");
    const keys = await redis.keys("rate:*");
    redis.disconnect();
    expect(keys.some((key) => key.startsWith("rate:login:"))).toBe(true);
    expect(keys.filter((key) => key.includes("@"))).toEqual([]);
  });
});

test("a flood of passwords at one dealership makes another wait for no more than a turn", async () => {
  const order: string[] = [];
  const work = (tenant: string, n: number) =>
    hashPassword(`password ${n}`, tenant).then(
      () => order.push(tenant),
      () => order.push("refused"),
    );
  const flood = Array.from({ length: 25 }, (_, n) => work("flooded", n));
  await Bun.sleep(0);
  const quiet = work("quiet", 0);
  await quiet;
  expect(order.filter((one) => one === "flooded").length).toBeLessThanOrEqual(2);
  await Promise.all(flood);
  expect(order.filter((one) => one === "refused")).toHaveLength(4);
  expect(order.filter((one) => one === "flooded")).toHaveLength(21);
});
