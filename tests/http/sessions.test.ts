/** Logins as their owner sees them, and the refresh token in a cookie. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { pino } from "pino";
import { connect } from "../support/attack-database.ts";
import { auditOf, callAuth } from "../support/call-auth.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestStaff, createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const lines: string[] = [];
const log = pino({ level: "warn" }, { write: (line: string) => lines.push(line) });
const app = createTestApp({ log });
let owner: pg.Client;
let tenant: TestTenant;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

async function logIn(at = tenant, device = "Test/1.0", client?: string) {
  const { email, password } = at.owner;
  const headers = { "User-Agent": device };
  const { data } = await callAuth(app, at)("login", { email, password }, { headers, client });
  return data as { accessToken: string; refreshToken: string };
}
const sessionsOf = async (token: string, at = tenant) =>
  (await callAuth(app, at)("sessions", undefined, { method: "GET", token })).data;
const me = async (token: string, at = tenant) =>
  (await callAuth(app, at)("me", undefined, { method: "GET", token })).status;

describe("one's logins", () => {
  test("are listed with device, address and times, the last used first", async () => {
    const place = await createTestTenant(app);
    const desk = await logIn(place, "Desk/1.0", "192.0.2.10");
    await logIn(place, "Phone/2.0", "::ffff:192.0.2.20");
    await callAuth(app, place)(
      "refresh",
      { refreshToken: desk.refreshToken },
      { headers: { "User-Agent": "Desk/1.1" }, client: "192.0.2.11" },
    );
    const listed = await sessionsOf(desk.accessToken, place);
    expect(listed).toMatchObject([
      { device: "Desk/1.1", ip: "192.0.2.11", current: true },
      { device: "Phone/2.0", ip: "192.0.2.20", current: false },
    ]);
    for (const { createdAt, lastUsedAt, expiresAt } of listed) {
      expect(Date.parse(lastUsedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt));
      expect(Date.parse(expiresAt) - Date.parse(lastUsedAt)).toBe(30 * 86_400_000);
    }
  });

  test("end one by one, at once for access and refresh token", async () => {
    const place = await createTestTenant(app);
    const kept = await logIn(place);
    const ended = await logIn(place);
    const { id } = (await sessionsOf(ended.accessToken, place)).find(
      ({ current }: { current: boolean }) => current,
    );
    const end = (as: string) =>
      callAuth(app, place)(`sessions/${id}`, undefined, { method: "DELETE", token: as });
    expect((await end(kept.accessToken)).status).toBe(204);
    expect(await me(ended.accessToken, place)).toBe(401);
    const { refreshToken } = ended;
    expect((await callAuth(app, place)("refresh", { refreshToken })).status).toBe(401);
    expect(await me(kept.accessToken, place)).toBe(200);
    expect((await end(kept.accessToken)).status).toBe(204);
    expect(await auditOf(owner, place, "session.revoked")).toMatchObject([
      { actor_id: place.owner.id, subject_id: id },
    ]);
  });

  test("of somebody else, here or elsewhere, are not there", async () => {
    const mine = await logIn();
    const colleague = await createTestStaff(app, tenant, "sales");
    const stranger = await logIn(await createTestTenant(app));
    const [theirs] = await sessionsOf(colleague.token);
    for (const id of [theirs.id, crypto.randomUUID()]) {
      const call = { method: "DELETE", token: mine.accessToken } as const;
      expect((await callAuth(app, tenant)(`sessions/${id}`, undefined, call)).status).toBe(404);
    }
    expect(await me(colleague.token)).toBe(200);
    const shown = await sessionsOf(mine.accessToken);
    expect(shown.some(({ id }: { id: string }) => id === theirs.id)).toBe(false);
    expect(await me(stranger.accessToken)).toBe(401);
  });

  test("end all at once but the one that asks, and nobody else's", async () => {
    const place = await createTestTenant(app);
    const colleague = await createTestStaff(app, place, "sales");
    const others = [await logIn(place), await logIn(place)];
    const mine = await logIn(place);
    const call = { method: "DELETE", token: mine.accessToken } as const;
    expect((await callAuth(app, place)("sessions", undefined, call)).status).toBe(204);
    for (const { accessToken, refreshToken } of others) {
      expect(await me(accessToken, place)).toBe(401);
      expect((await callAuth(app, place)("refresh", { refreshToken })).status).toBe(401);
    }
    expect(await sessionsOf(mine.accessToken, place)).toHaveLength(1);
    expect(await me(colleague.token, place)).toBe(200);
  });

  test("are kept to fifty: a newer one pushes out the longest unused", async () => {
    const place = await createTestTenant(app);
    const first = await logIn(place);
    await owner.query(
      `INSERT INTO sessions (tenant_id, staff_id, expires_at, last_used_at, revoked_at)
       SELECT $1, $2, now() + interval '1 day', now() + n * interval '1 second',
              CASE WHEN n > 60 THEN now() END
       FROM generate_series(1, 80) n`,
      [place.id, place.owner.id],
    );
    const last = await logIn(place);
    expect(await sessionsOf(last.accessToken, place)).toHaveLength(50);
    const { rows } = await owner.query("SELECT 1 FROM sessions WHERE tenant_id = $1", [place.id]);
    expect(rows).toHaveLength(50);
    expect(await me(first.accessToken, place)).toBe(401);
  });
});

test("a refresh token used twice ends its login, is logged and written down", async () => {
  const place = await createTestTenant(app);
  const other = await logIn(place);
  const { refreshToken } = await logIn(place);
  const next = (await callAuth(app, place)("refresh", { refreshToken })).data;
  expect(await me(next.accessToken, place)).toBe(200);
  expect((await callAuth(app, place)("refresh", { refreshToken })).status).toBe(401);
  expect(await me(next.accessToken, place)).toBe(401);
  expect(await me(other.accessToken, place)).toBe(200);
  expect(lines.filter((line) => line.includes("refresh token used twice"))).toHaveLength(1);
  expect(lines.join()).not.toContain(refreshToken);
  expect(await auditOf(owner, place, "session.token_reused")).toMatchObject([
    { after: { staffId: place.owner.id } },
  ]);
});

describe("in a cookie", () => {
  const sameOrigin = { "Sec-Fetch-Site": "same-origin" };
  const NAME = "__Host-autoleads-refresh";
  const credentials = () => {
    const { email, password } = tenant.owner;
    return { email, password, session: "cookie" };
  };
  const cookieIn = (headers: Headers) => {
    const cookie = headers.get("Set-Cookie") ?? "";
    return cookie.slice(cookie.indexOf("=") + 1, cookie.indexOf(";"));
  };
  const login = async () => {
    const answer = await callAuth(app, tenant)("login", credentials(), { headers: sameOrigin });
    return { ...answer, cookie: `${NAME}=${cookieIn(answer.headers)}` };
  };

  test("the refresh token is out of reach of scripts, and never in a body", async () => {
    const { status, data, headers } = await login();
    expect(status).toBe(200);
    expect(data.refreshToken).toBeUndefined();
    const [pair, ...attributes] = (headers.get("Set-Cookie") ?? "").split("; ");
    expect(pair).toMatch(/^__Host-autoleads-refresh=[\w-]{43}$/);
    expect(attributes.sort()).toEqual([
      "HttpOnly",
      "Max-Age=2592000",
      "Path=/",
      "SameSite=Strict",
      "Secure",
    ]);
  });

  test("it refreshes into the next cookie, whatever the body asks, and logs out", async () => {
    const { cookie } = await login();
    const headers = { ...sameOrigin, Cookie: cookie };
    const call = callAuth(app, tenant);
    const next = await call("refresh", { session: "body" }, { headers });
    expect(next.status).toBe(200);
    expect(next.data.refreshToken).toBeUndefined();
    const nextHeaders = { ...sameOrigin, Cookie: `${NAME}=${cookieIn(next.headers)}` };
    const out = await call("logout", {}, { headers: nextHeaders });
    expect(out.status).toBe(204);
    expect(out.headers.get("Set-Cookie")).toMatch(/^__Host-autoleads-refresh=; Max-Age=0;.*Secure/);
    expect(await me(next.data.accessToken)).toBe(401);
    expect((await call("refresh", {}, { headers: nextHeaders })).status).toBe(401);
  });

  test("a token in the body may move into the cookie", async () => {
    const { refreshToken } = await logIn();
    const body = { refreshToken, session: "cookie" };
    const moved = await callAuth(app, tenant)("refresh", body, { headers: sameOrigin });
    expect([moved.status, moved.data.refreshToken]).toEqual([200, undefined]);
    expect(moved.headers.get("Set-Cookie")).toContain(NAME);
  });

  test.each([
    ["a page of another site", { "Sec-Fetch-Site": "cross-site" }],
    ["a neighbour under the same domain", { "Sec-Fetch-Site": "same-site" }],
    ["an address typed in", { "Sec-Fetch-Site": "none" }],
    ["an old browser at a neighbour's page", { Origin: "https://neighbour.localhost" }],
    ["a page without an origin", { Origin: "null" }],
    ["something that tells neither", {}],
  ])("%s gets nowhere", async (_, from) => {
    const { cookie } = await login();
    const headers = { ...(from as Record<string, string>), Cookie: cookie };
    const call = callAuth(app, tenant);
    for (const [path, body] of [
      ["refresh", {}],
      ["logout", {}],
      ["login", credentials()],
    ] as const) {
      const refused = await call(path, body, { headers });
      expect([path, refused.status, refused.code]).toEqual([path, 403, "CSRF"]);
      expect(refused.headers.get("Set-Cookie")).toBeNull();
    }
    const again = { headers: { Cookie: cookie, ...sameOrigin } };
    expect((await call("refresh", {}, again)).status).toBe(200);
  });

  test("an old browser at a page of this host is known by its origin", async () => {
    const { cookie } = await login();
    const headers = { Cookie: cookie, Origin: `https://${tenant.host}` };
    expect((await callAuth(app, tenant)("refresh", {}, { headers })).status).toBe(200);
  });

  test("without one, a refresh asks to log in and a logout for the token", async () => {
    const call = callAuth(app, tenant);
    expect((await call("refresh", {}, { headers: sameOrigin })).status).toBe(401);
    const out = await call("logout", {});
    expect([out.status, out.errors?.[0].path]).toEqual([400, "refreshToken"]);
  });
});
