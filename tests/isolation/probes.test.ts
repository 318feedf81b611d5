/** Many small attacks, and what one dealership must not notice of another. */
import { afterAll, describe, expect, test } from "bun:test";
import { enlarge, TWIN_SLUG } from "../support/attack-dealership.ts";
import {
  type Ask,
  isForStaff,
  type NamedOperation,
  type Sender,
  send,
} from "../support/attack-operations.ts";
import { spoofsOf } from "../support/attack-spoofs.ts";
import { setStage } from "../support/attack-stage.ts";
import { json } from "../support/json.ts";
import { testRedisUrl } from "../support/redis.ts";
import { shareOf } from "../support/share-of.ts";
import { createTestApp } from "../support/test-app.ts";
import { ROUTE_CASES } from "./route-cases.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const stage = await setStage();
const { app, owner, operations, a, b } = stage;
afterAll(() => stage.close());

const askOf = ({ key }: NamedOperation): Ask => ROUTE_CASES[key]?.ask(a) ?? {};
const loginsFor = (operation: NamedOperation) =>
  isForStaff(operation)
    ? [a.tokens.owner, a.tokens.admin, a.tokens.sales, a.keys.full]
    : [undefined];

/** More than 10,000 probes with ISOLATION_PROBES=all; otherwise the first one alone. */
const GUISES: Partial<Sender>[] = [
  { headers: spoofsOf(b) },
  {},
  { host: `${a.mark}.test` },
  { host: `${a.host.toUpperCase()}.:3000` },
  ...Object.entries(spoofsOf(b)).map(([name, value]) => ({ headers: { [name]: value } })),
].slice(0, process.env["ISOLATION_PROBES"] === "all" ? undefined : 1);

describe("whatever B has a name for", () => {
  const named = operations.filter(({ key, template }) => {
    return /\{(id|slug|token)\}/.test(template) && ROUTE_CASES[key];
  });

  test.each(named)("is nothing to A: $key", async (operation) => {
    const parameter = /\{(\w+)\}/.exec(operation.template)?.[1] ?? "";
    const known = [...stage.ofB].filter((text) => parameter !== "id" || UUID.test(text));
    const names = shareOf(known, named.indexOf(operation));
    expect(names.length).toBeGreaterThan(20);
    const before = await stage.state();
    const met = new Map<number, string>();
    for (const guise of GUISES) {
      for (const token of loginsFor(operation)) {
        for (const id of Object.values(a.staff))
          await app.deps.rateLimits.admin.reset(`${a.id}:${id}`);
        await app.deps.rateLimits.apiKey.reset(`${a.id}:${a.apiKey}`);
        const answers = names.map(async (name) => {
          const own = askOf(operation);
          const ask = { ...own, params: { ...own.params, [parameter]: name } };
          await app.deps.attemptLimits.subscription.tenant.reset(a.id);
          const { status } = await send(app, operation, ask, { host: a.host, token, ...guise });
          met.set(status, name);
        });
        await Promise.all(answers);
      }
    }
    for (const harmless of [400, 403, 404]) met.delete(harmless);
    expect([...met]).toEqual([]);
    expect(await stage.state()).toEqual(before);
  });
});

describe("what A is told", () => {
  /** Also the moment within a place in the stream of events. */
  const VOLATILE = /"uptimeSeconds":\d+|(?<=\d-)[\da-f]{8}-[\da-f]{4}-7[\da-f-]{21}/g;
  const headers = { "X-Request-Id": "always-the-same" };

  const readings = operations.filter(
    ({ method, key }) => method === "GET" && !ROUTE_CASES[key]?.leavesTraces,
  );

  /** Every answer to a question of A, from a process that remembers none. */
  async function answers() {
    const fresh = createTestApp();
    const told: Record<string, string> = {};
    for (const operation of readings) {
      for (const token of loginsFor(operation)) {
        for (const ask of [askOf(operation), { ...askOf(operation), query: {} }]) {
          const { text } = await send(fresh, operation, ask, { host: a.host, token, headers });
          told[`${operation.key} ${JSON.stringify(ask)} ${token}`] = text.replace(VOLATILE, "");
        }
      }
    }
    await fresh.close();
    return told;
  }

  test("does not depend on what B has", async () => {
    const before = await answers();
    expect(Object.keys(before).length).toBeGreaterThan(30);
    await enlarge(app, owner, b);
    const after = await answers();
    expect(Object.keys(before).filter((question) => after[question] !== before[question])).toEqual(
      [],
    );
  });

  test.each([
    ["this process", undefined],
    ...(testRedisUrl ? ([["Redis", testRedisUrl]] as const) : []),
  ])("comes not from B's cache in %s, though both ask for the same", async (_, redisUrl) => {
    await owner.query("UPDATE catalogue_versions SET version = 1000 WHERE tenant_id IN ($1, $2)", [
      a.id,
      b.id,
    ]);
    const cached = createTestApp({ config: { REDIS_URL: redisUrl } });
    for (const path of [`/api/cars/${TWIN_SLUG}`, "/api/cars?sort=price_asc", "/api/site"]) {
      for (const [asked, other] of [
        [b, a],
        [a, b],
        [b, a],
        [a, b],
      ] as const) {
        const text = await (await cached.send(asked.host, path)).text();
        expect(text).toContain(asked.mark);
        expect(text).not.toContain(other.mark);
      }
    }
    await cached.close();
  });
});

describe("the limits of one dealership", () => {
  const client = "192.0.2.7";

  test("for visitors are not used up at another", async () => {
    const strict = createTestApp({ config: { RATE_LIMIT_MAX_REQUESTS: 2 } });
    const ask = async (host: string) => (await strict.send(host, "/api/site", { client })).status;
    expect([await ask(a.host), await ask(a.host), await ask(a.host)]).toEqual([200, 200, 429]);
    expect(await ask(b.host)).toBe(200);
    await strict.close();
  });

  test("for calls before a login are not used up at another", async () => {
    const strict = createTestApp({ config: { RATE_LIMIT_MAX_REQUESTS: 2 } });
    const ask = async (host: string) => {
      const body = JSON.stringify({ refreshToken: "unknown".repeat(6) });
      const path = "/api/admin/auth/logout";
      return (await strict.send(host, path, { method: "POST", client, body })).status;
    };
    expect([await ask(a.host), await ask(a.host), await ask(a.host)]).toEqual([204, 204, 429]);
    expect(await ask(b.host)).toBe(204);
    await strict.close();
  });

  test("for logins lock nobody out at another", async () => {
    const { email, password } = b.owner;
    const logIn = (host: string, guess: string) =>
      app.send(host, "/api/admin/auth/login", {
        ...{ method: "POST", client },
        body: JSON.stringify({ email, password: guess }),
      });
    for (let attempt = 0; attempt < 5; attempt++) await logIn(a.host, "a wrong guess");
    expect((await logIn(a.host, password)).status).toBe(429);
    const session = await logIn(b.host, password);
    expect(session.status).toBe(200);
    expect((await json(session)).data.staff.email).toBe(email);
  });
});
