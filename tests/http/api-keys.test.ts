/** API keys of sites and partners: what they open, for how long, and how often. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import pg from "pg";
import { API_KEY_SCOPES } from "../../src/domain/staff/permissions.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { testRedisUrl } from "../support/redis.ts";
import { createTestApp, type TestApp, testOwnerUrl } from "../support/test-app.ts";
import { createTestStaff, createTestTenant, logIn } from "../support/test-tenant.ts";

const HOUR = 3_600_000;
let now = new Date();
const pass = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};

const app = createTestApp({ clock: () => now });
const database = new pg.Client({ connectionString: testOwnerUrl() });
await database.connect();
afterAll(() => Promise.all([app.close(), database.end()]));

const tenant = await createTestTenant(app);
const owner = await logIn(app, tenant, tenant.owner);
const call = callAs(app, tenant, owner);

const create = async (input: object, by: Call = call) =>
  (await by("POST", "/api-keys", { name: "Partner", scopes: [], ...input })).body.data;
const withKey = (key: string, init: RequestInit & { client?: string } = {}) => ({
  ...init,
  headers: { Authorization: `Bearer ${key}`, ...init.headers },
});
const ask = (key: string, path = "/api/site", at: TestApp = app, init: RequestInit = {}) =>
  at.send(tenant.host, path, withKey(key, init));
const statusOf = async (...args: Parameters<typeof ask>) => (await ask(...args)).status;
const listed = async (id: string) =>
  (await call("GET", "/api-keys")).body.data.find((key: { id: string }) => key.id === id);
const rowsOf = async (sql: string) => (await database.query(sql, [tenant.id])).rows;

describe("a new key", () => {
  test("is told once, and kept as a hash alone", async () => {
    const { status, body } = await call("POST", "/api-keys", {
      ...{ name: "  Website ", scopes: ["cars:read", "cars:read"] },
    });
    expect(status).toBe(201);
    const { key, ...rest } = body.data;
    expect(key).toMatch(/^alk_[a-z0-9]{12}_[\w-]{43}$/);
    expect(rest).toEqual({
      ...{ id: expect.any(String), name: "Website", prefix: key.split("_")[1] },
      ...{ scopes: ["cars:read"], requestsPerMinute: 600, expiresAt: null, lastUsedAt: null },
      ...{ revokedAt: null, replaces: null, createdAt: now.toISOString() },
      createdBy: { id: tenant.owner.id, name: "Olla Owner" },
    });
    expect(await listed(rest.id)).toEqual(rest);
    const stored = await rowsOf(`SELECT to_json(t)::text AS row FROM (
      SELECT to_json(k) FROM api_keys k WHERE tenant_id = $1
      UNION ALL SELECT to_json(e) FROM audit_events e WHERE tenant_id = $1) t`);
    const secret = key.slice(-43);
    for (const { row } of stored) {
      expect(row).not.toContain(secret);
      expect(row).not.toContain(Buffer.from(secret).toString("hex"));
    }
    const hash = new Bun.CryptoHasher("sha256").update(key).digest("hex");
    const kept = await database.query(
      "SELECT encode(key_hash, 'hex') AS hash FROM api_keys WHERE id = $1",
      [rest.id],
    );
    expect(kept.rows).toEqual([{ hash }]);
  });

  test.each([
    ["scopes", { scopes: ["keys:manage"] }],
    ["scopes", { scopes: ["leads:export"] }],
    ["scopes", { scopes: undefined }],
    ["name", { name: " " }],
    ["requestsPerMinute", { requestsPerMinute: 0 }],
    ["requestsPerMinute", { requestsPerMinute: 6_001 }],
    ["expiresAt", { expiresAt: "2001-01-01T00:00:00Z" }],
    ["tenantId", { tenantId: crypto.randomUUID() }],
  ])("is refused for its %s: %o", async (field, wrong) => {
    const input = { name: "Partner", scopes: [], ...wrong };
    const { status, body } = await call("POST", "/api-keys", input);
    expect(status).toBe(400);
    expect(body.errors[0].path).toStartWith(field);
  });

  test("is for owners to make", async () => {
    for (const role of ["admin", "sales"] as const) {
      const other = callAs(app, tenant, await createTestStaff(app, tenant, role));
      expect((await other("GET", "/api-keys")).status).toBe(403);
      expect((await other("POST", "/api-keys", { name: "Mine", scopes: [] })).status).toBe(403);
    }
  });
});

describe("what a key opens", () => {
  const car = { brand: "Honda", model: "Jazz", year: 2018, price: 1, status: "available" };

  test("its scopes, and nothing else of the staff's", async () => {
    const { key } = await create({ scopes: ["cars:read"] });
    expect(await statusOf(key, "/api/admin/cars")).toBe(200);
    const init = { method: "POST", body: JSON.stringify(car) };
    const refused = await ask(key, "/api/admin/cars", app, init);
    expect(refused.status).toBe(403);
    expect((await json(refused)).detail).toBe("This API key lacks the permission cars:write.");
    for (const path of ["leads", "staff", "api-keys", "auth/me"]) {
      expect([path, await statusOf(key, `/api/admin/${path}`)]).toEqual([path, 403]);
    }
    const every = await create({ scopes: API_KEY_SCOPES });
    for (const path of ["staff", "api-keys", "auth/me"]) {
      expect([path, await statusOf(every.key, `/api/admin/${path}`)]).toEqual([path, 403]);
    }
  });

  test("costs with that scope alone", async () => {
    const { body } = await call("POST", "/cars", { ...car, cost: 987_654 });
    const path = `/api/admin/cars/${body.data.id}`;
    const plain = await create({ scopes: ["cars:read", "cars:write"] });
    const trusted = await create({ scopes: ["cars:read", "cars:cost"] });
    expect(await (await ask(plain.key, path)).text()).not.toContain("987654");
    expect((await json(await ask(trusted.key, path))).data.cost).toBe(987_654);
    const change = { method: "PATCH", body: JSON.stringify({ cost: 1, version: 1 }) };
    expect(await statusOf(plain.key, path, app, change)).toBe(403);
  });

  test("leads of nobody, unless it has leads:all; what it writes has no author", async () => {
    const scopes = ["leads:read", "leads:write"];
    const { key, id } = await create({ scopes });
    const all = await create({ scopes: [...scopes, "leads:all"] });
    const body = JSON.stringify({
      name: "Dewi",
      phone: "081234567890",
      source: "phone",
      note: "A",
    });
    const made = (await json(await ask(key, "/api/admin/leads", app, { method: "POST", body })))
      .data;
    const path = `/api/admin/leads/${made.id}`;
    expect(made.assignee).toBeNull();
    const taken = { method: "PUT", body: JSON.stringify({ staffId: tenant.owner.id }) };
    expect(await statusOf(key, `${path}/assign`, app, taken)).toBe(403);
    expect(await statusOf(all.key, `${path}/assign`, app, taken)).toBe(200);
    expect(await statusOf(key, path)).toBe(404);
    const seen = (await json(await ask(all.key, path))).data;
    expect(seen.notes).toMatchObject([{ body: "A", author: null }]);
    expect((await json(await ask(key, "/api/admin/leads"))).data).toEqual([]);
    expect((await json(await ask(all.key, "/api/admin/leads?assignee=me"))).data).toEqual([]);
    expect(id).not.toBe(all.id);
  });

  test("the public site; one that is not good is refused there, not overlooked", async () => {
    const { key } = await create({});
    for (const path of ["/api/site", "/api/cars"]) expect(await statusOf(key, path)).toBe(200);
    const wrong = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    for (const bad of [wrong, "alk_x", key.toUpperCase().replace("ALK", "alk")]) {
      const refused = await ask(bad, "/api/cars");
      expect(refused.status).toBe(401);
      expect((await json(refused)).code).toBe("INVALID_API_KEY");
    }
    expect(await statusOf("a staff's token, or what a browser sends".replaceAll(" ", "-"))).toBe(
      200,
    );
    const other = await createTestTenant(app);
    expect((await app.send(other.host, "/api/cars", withKey(key))).status).toBe(401);
  });

  test("still when whoever made it is deactivated, by another owner", async () => {
    const maker = await createTestStaff(app, tenant, "owner");
    const { key } = await create({ scopes: ["cars:read"] }, callAs(app, tenant, maker));
    await call("PUT", `/staff/${maker.id}/status`, { status: "inactive" });
    expect(await statusOf(key, "/api/admin/cars")).toBe(200);
  });
});

describe("the end of a key", () => {
  test("comes when it expires", async () => {
    const expiresAt = new Date(now.getTime() + HOUR).toISOString();
    const { key, id } = await create({ expiresAt, scopes: ["cars:read"] });
    pass(HOUR - 1);
    expect(await statusOf(key, "/api/admin/cars")).toBe(200);
    pass(1);
    expect(await statusOf(key, "/api/admin/cars")).toBe(401);
    expect(await statusOf(key)).toBe(401);
    const { status, body } = await callAgain("POST", `/api-keys/${id}/rotate`, {});
    expect([status, body.code]).toEqual([409, "KEY_ENDED"]);
  });

  test("comes at once when it is revoked, in another process too", async () => {
    const second = createTestApp({ clock: () => now });
    const { key, id } = await create({ scopes: ["cars:read"] });
    for (const at of [app, second]) expect(await statusOf(key, "/api/admin/cars", at)).toBe(200);
    expect((await callAgain("DELETE", `/api-keys/${id}`)).status).toBe(204);
    for (const at of [app, second]) {
      expect(await statusOf(key, "/api/admin/cars", at)).toBe(401);
      expect(await statusOf(key, "/api/site", at)).toBe(401);
    }
    const { revokedAt } = await find(id);
    pass(1_000);
    expect((await callAgain("DELETE", `/api-keys/${id}`)).status).toBe(204);
    expect((await find(id)).revokedAt).toBe(revokedAt);
    expect((await callAgain("DELETE", `/api-keys/${crypto.randomUUID()}`)).status).toBe(404);
    await second.close();
  });

  // The clock has moved past the owner's first token.
  const callAgain: Call = async (...args) =>
    callAs(app, tenant, await logIn(app, tenant, tenant.owner))(...args);
  const find = async (id: string) =>
    (await callAgain("GET", "/api-keys")).body.data.find((key: { id: string }) => key.id === id);

  test("comes after the overlap of a rotation", async () => {
    const scopes = ["cars:read"];
    const former = await create({ scopes, requestsPerMinute: 77 }, callAgain);
    const rotated = await callAgain("POST", `/api-keys/${former.id}/rotate`, { overlapHours: 2 });
    expect(rotated.status).toBe(201);
    const next = rotated.body.data;
    expect(next).toMatchObject({ name: "Partner", scopes, requestsPerMinute: 77, expiresAt: null });
    expect(next).toMatchObject({ replaces: former.id });
    expect(next.key).not.toBe(former.key);
    const again = await callAgain("POST", `/api-keys/${former.id}/rotate`, {});
    expect([again.status, again.body.code]).toEqual([409, "KEY_REPLACED"]);
    pass(2 * HOUR - 1);
    for (const { key } of [former, next]) expect(await statusOf(key, "/api/admin/cars")).toBe(200);
    pass(1);
    expect(await statusOf(former.key, "/api/admin/cars")).toBe(401);
    expect(await statusOf(next.key, "/api/admin/cars")).toBe(200);
  });

  test("comes with a rotation without overlap, and never later than it would have", async () => {
    const former = await create({}, callAgain);
    await callAgain("POST", `/api-keys/${former.id}/rotate`, { overlapHours: 0 });
    expect(await statusOf(former.key)).toBe(401);
    const expiresAt = new Date(now.getTime() + HOUR).toISOString();
    const short = await create({ expiresAt }, callAgain);
    const { body } = await callAgain("POST", `/api-keys/${short.id}/rotate`, {});
    expect(body.data.expiresAt).toBe(expiresAt);
    expect((await find(short.id)).expiresAt).toBe(expiresAt);
    for (const overlapHours of [-1, 721, 1.5, "1"]) {
      const path = `/api-keys/${body.data.id}/rotate`;
      expect((await callAgain("POST", path, { overlapHours })).status).toBe(400);
    }
  });

  test("comes by one rotation of several at once, which has one successor", async () => {
    const former = await create({}, callAgain);
    const holder = await connect(testOwnerUrl());
    await holder.query("BEGIN");
    await holder.query("SELECT FROM api_keys WHERE id = $1 FOR UPDATE", [former.id]);
    const rotations = [1, 2, 3, 4].map(() =>
      callAgain("POST", `/api-keys/${former.id}/rotate`, {}),
    );
    await eventually(async () => {
      const { rowCount } = await database.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%api_keys%FOR UPDATE%'",
      );
      return rowCount === rotations.length;
    });
    await holder.end();
    const answers = await Promise.all(rotations);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const made = answers.find(({ status }) => status === 201);
    expect(made?.body.data.expiresAt).toBeNull();
  });

  test("is written down, with its beginning", async () => {
    const events = await rowsOf(
      "SELECT action, actor_name, after FROM audit_events WHERE tenant_id = $1 AND subject_type = 'api_key' ORDER BY id",
    );
    const actions = new Set(events.map(({ action }) => action));
    expect(actions).toEqual(new Set(["api_key.created", "api_key.rotated", "api_key.revoked"]));
    expect(events[0]).toEqual({
      ...{ action: "api_key.created", actor_name: "Olla Owner" },
      after: expect.objectContaining({ name: "Website", scopes: ["cars:read"] }),
    });
  });
});

test("a key's last use is noted, with one write a minute", async () => {
  const mine = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const { key, id } = await create({}, mine);
  const noted = async () => {
    const sql = "SELECT last_used_at AS at, xmin::text AS written FROM api_keys WHERE id = $1";
    return (await database.query(sql, [id])).rows[0];
  };
  expect((await noted()).at).toBeNull();
  await ask(key);
  const first = await noted();
  expect(first.at).toEqual(now);
  pass(59_999);
  await Promise.all([ask(key), ask(key), ask(key)]);
  expect(await noted()).toEqual(first);
  pass(1);
  await Promise.all([ask(key), ask(key), ask(key)]);
  expect((await noted()).at).toEqual(now);
});

test("a dealership has at most 100 keys that are good, also when it asks at once", async () => {
  const crowded = await createTestTenant(app);
  const mine = callAs(app, crowded, await logIn(app, crowded, crowded.owner));
  await database.query(
    `INSERT INTO api_keys (tenant_id, name, prefix, key_hash, scopes, requests_per_minute, expires_at)
     SELECT $1, 'Partner', 'prefix' || n, '\\x00', '{}', 1, CASE WHEN n > 97 THEN $2::timestamptz END
     FROM generate_series(1, 120) n`,
    [crowded.id, now],
  );
  const input = { name: "Partner", scopes: [] };
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => mine("POST", "/api-keys", input)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.code).toBe("TOO_MANY_KEYS");
  const first = (await mine("GET", "/api-keys?limit=70")).body;
  const second = (await mine("GET", `/api-keys?limit=70&cursor=${first.meta.nextCursor}`)).body;
  const ids = [...first.data, ...second.data].map(({ id }) => id);
  expect([new Set(ids).size, second.meta.nextCursor]).toEqual([123, null]);
});

describe("a key's own limit", () => {
  const client = "192.0.2.77";

  test("is told in the headers and holds on both surfaces together", async () => {
    const mine = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
    const { key } = await create({ requestsPerMinute: 3, scopes: ["cars:read"] }, mine);
    const first = await ask(key);
    expect(first.headers.get("RateLimit-Policy")).toBe('"apiKey";q=3;w=60');
    expect(first.headers.get("RateLimit")).toStartWith('"apiKey";r=2;t=');
    expect(await statusOf(key, "/api/admin/cars")).toBe(200);
    const third = await ask(key, "/api/cars");
    expect(third.headers.get("RateLimit")).toStartWith('"apiKey";r=0;t=');
    const refused = await ask(key, "/api/admin/cars");
    expect([refused.status, (await json(refused)).code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    const other = await create({ requestsPerMinute: 3 }, mine);
    expect(await statusOf(other.key)).toBe(200);
  });

  test("takes the place of the visitor's, which a site that renders for many would meet", async () => {
    const small = createTestApp({ clock: () => now, config: { RATE_LIMIT_MAX_REQUESTS: 2 } });
    const mine = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
    const { key } = await create({}, mine);
    const visit = async (init: RequestInit) =>
      (await small.send(tenant.host, "/api/site", { ...init, client })).status;
    for (let n = 0; n < 5; n += 1) expect(await visit(withKey(key))).toBe(200);
    expect([await visit({}), await visit({}), await visit({})]).toEqual([200, 200, 429]);
    expect(await visit(withKey(key))).toBe(200);
    const guesses = [1, 2, 3].map(() => visit(withKey("alk_guess")));
    expect((await Promise.all(guesses)).sort()).toEqual([401, 401, 429]);
    await small.close();
  });

  describe.skipIf(!testRedisUrl)("with Redis", () => {
    const config = { REDIS_URL: `${testRedisUrl}/2` };
    let apps: TestApp[];
    beforeAll(async () => {
      apps = [1, 2].map(() => createTestApp({ config, clock: () => now }));
      for (const one of apps) while ((await one.deps.redisStatus()) !== "ok") await Bun.sleep(20);
    });
    afterAll(() => Promise.all(apps.map((one) => one.close())));

    test("is one for all processes", async () => {
      const mine = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
      const { key } = await create({ requestsPerMinute: 4 }, mine);
      for (let n = 0; n < 4; n += 1) {
        expect(await statusOf(key, "/api/site", apps[n % 2])).toBe(200);
      }
      // With its own count, a tenth of a second later, each process learns the others'.
      const both = () => Promise.all(apps.map((app) => statusOf(key, "/api/site", app)));
      await both();
      await Bun.sleep(1_000);
      expect(await both()).toEqual([429, 429]);
    });
  });
});
