import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { decodeJwt, generateKeyPair } from "jose";
import { type Claims, forgeToken } from "../support/forge-token.ts";
import { json } from "../support/json.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { tokenOf, waitingMail } from "../support/test-mail.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

let now = new Date();
const app = createTestApp({ clock: () => now });
afterAll(() => app.close());

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await createTestTenant(app);
});

const post = async (path: string, body: unknown, at = tenant, using: TestApp = app) => {
  const response = await using.send(at.host, `/api/admin/auth/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  const answer = response.status === 204 ? {} : await json(response);
  return { status: response.status, headers: response.headers, ...answer };
};
const me = (token: string, at = tenant) =>
  app.send(at.host, "/api/admin/auth/me", { headers: { Authorization: `Bearer ${token}` } });

describe("login", () => {
  test("gives a session that tells who is logged in, whatever the case of the e-mail", async () => {
    const { email, password } = tenant.owner;
    const session = await post("login", { email: email.toUpperCase(), password });
    expect(session.status).toBe(200);
    expect(session.data).toMatchObject({ expiresIn: 900, staff: { email, role: "owner" } });
    const who = await me(session.data.accessToken);
    expect((await json(who)).data.email).toBe(email);
    const verified = await app.send(tenant.host, "/api/admin/auth/verify", {
      method: "POST",
      headers: { Authorization: `Bearer ${session.data.accessToken}` },
    });
    expect((await json(verified)).data).toMatchObject({ valid: true, staffId: tenant.owner.id });
  });

  test("answers a wrong password and an unknown account alike", async () => {
    const known = await post("login", { email: tenant.owner.email, password: "wrong" });
    const unknown = await post("login", { email: "nobody@nowhere.test", password: "wrong" });
    expect([known.status, known.code, known.detail]).toEqual([
      401,
      "INVALID_CREDENTIALS",
      known.detail,
    ]);
    expect([unknown.status, unknown.code, unknown.detail]).toEqual([401, known.code, known.detail]);
  });

  test.each(["an account", "an unknown name"])(
    "locks %s for 15 minutes after five failures",
    async (which) => {
      const place = await createTestTenant(app);
      const email = which === "an account" ? place.owner.email : "ghost@nowhere.test";
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect((await post("login", { email, password: "wrong" }, place)).status).toBe(401);
      }
      const locked = await post("login", { email, password: place.owner.password }, place);
      expect([locked.status, locked.code]).toEqual([429, "ACCOUNT_LOCKED"]);
      expect(Number(locked.headers.get("Retry-After"))).toBeWithin(890, 901);

      now = new Date(now.getTime() + 15 * 60_000 + 1_000);
      const after = await post("login", { email, password: place.owner.password }, place);
      expect(after.status).toBe(which === "an account" ? 200 : 401);
    },
  );

  test("lets no more than five of many parallel guesses through", async () => {
    const place = await createTestTenant(app);
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () =>
        post("login", { email: place.owner.email, password: "no" }, place),
      ),
    );
    expect(guesses.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(guesses.filter(({ status }) => status === 429)).toHaveLength(7);
  });

  test("forgets failures once the right password comes", async () => {
    const place = await createTestTenant(app);
    const { email, password } = place.owner;
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 4; attempt += 1)
        await post("login", { email, password: "no" }, place);
      expect((await post("login", { email, password }, place)).status).toBe(200);
    }
  });

  test("is limited per address too, by standard headers", async () => {
    const place = await createTestTenant(app);
    const attempt = () =>
      app.send(place.host, "/api/admin/auth/login", {
        method: "POST",
        client: "203.0.113.9",
        body: JSON.stringify({ email: place.owner.email, password: "no" }),
      });
    const first = await attempt();
    expect(first.headers.get("RateLimit-Policy")).toBe('"login";q=20;w=900');
    expect(first.headers.get("RateLimit")).toMatch(/^"login";r=19;t=\d+$/);
    for (let more = 0; more < 4; more += 1) await attempt();
    const refused = await attempt();
    expect(refused.status).toBe(429);
    expect(refused.headers.get("Retry-After")).toMatch(/^\d+$/);
  });
});

test("an address that tries many accounts is stopped, whoever they are", async () => {
  const place = await createTestTenant(app);
  const attempt = (email: string, password = "wrong", client = "203.0.113.44") =>
    app.send(place.host, "/api/admin/auth/login", {
      method: "POST",
      client,
      body: JSON.stringify({ email, password }),
    });
  const { email, password } = place.owner;
  for (let good = 0; good < 3; good += 1) expect((await attempt(email, password)).status).toBe(200);
  const tries: number[] = [];
  for (let n = 0; n < 22; n += 1) tries.push((await attempt(`spray${n}@dealer.test`)).status);
  expect(tries).toEqual([...Array(20).fill(401), 429, 429]);
  expect((await attempt(email, password, "203.0.113.45")).status).toBe(200);
});

describe("a refresh token", () => {
  const login = async () => {
    const { email, password } = tenant.owner;
    return (await post("login", { email, password })).data;
  };

  test("is good once; using it again ends the whole login", async () => {
    const first = await login();
    const second = await post("refresh", { refreshToken: first.refreshToken });
    expect(second.status).toBe(200);
    expect((await me(second.data.accessToken)).status).toBe(200);
    expect((await post("refresh", { refreshToken: first.refreshToken })).status).toBe(401);
    expect((await post("refresh", { refreshToken: second.data.refreshToken })).status).toBe(401);
  });

  test("ends with logout, with its 30 days, and is good at no other host", async () => {
    const out = await login();
    expect((await post("logout", { refreshToken: out.refreshToken })).status).toBe(204);
    expect((await post("refresh", { refreshToken: out.refreshToken })).status).toBe(401);

    const kept = await login();
    const elsewhere = await createTestTenant(app);
    expect((await post("refresh", { refreshToken: kept.refreshToken }, elsewhere)).status).toBe(
      401,
    );
    now = new Date(now.getTime() + 31 * 86_400_000);
    expect((await post("refresh", { refreshToken: kept.refreshToken })).status).toBe(401);
  });
});

describe("an access token", () => {
  const forge = async (claims: Partial<Claims> = {}) => {
    const sid = String(decodeJwt((await logIn(app, tenant, tenant.owner)).token)["sid"]);
    return forgeToken(app, { sub: tenant.owner.id, aud: tenant.id, sid, ...claims });
  };

  test("is refused when forged, expired, of another tenant, or unsigned", async () => {
    expect((await me(await forge({}))).status).toBe(200);
    const other = await createTestTenant(app);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = { iss: "autoleads", aud: tenant.id, sub: tenant.owner.id, exp: 9_999_999_999 };
    const bad = [
      await forge({ key: (await generateKeyPair("EdDSA", { crv: "Ed25519" })).privateKey }),
      await forge({ life: -1 }),
      await forge({ aud: other.id }),
      `${part({ alg: "none", typ: "at+jwt" })}.${part(claims)}.`,
      "nonsense",
      "",
    ];
    for (const token of bad) expect((await me(token)).status).toBe(401);
    expect((await me(await forge({}), other)).status).toBe(401);
  });
});

describe("staff", () => {
  const as = async (token: string, method: string, path: string, body?: unknown) => {
    const response = await app.send(tenant.host, `/api/admin/staff${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      body: body ? JSON.stringify(body) : undefined,
    });
    return { status: response.status, ...(await json(response)) };
  };

  test("come by invitation, which is good once", async () => {
    const owner = await logIn(app, tenant, tenant.owner);
    const person = {
      name: "Siti",
      email: "siti@dealer.test",
      role: "sales",
      phone: "0812-3456-7890",
    };
    const invited = await as(owner.token, "POST", "/invite", person);
    expect(invited.data.staff).toMatchObject({ status: "invited", phone: "+6281234567890" });
    expect((await post("login", { email: person.email, password: "x" })).status).toBe(401);
    const [mail] = await waitingMail(app, tenant.host, person.email);
    const acceptance = { token: tokenOf(mail?.text ?? ""), password: "sangat rahasia" };
    expect((await post("accept-invitation", { ...acceptance, password: "short" })).status).toBe(
      400,
    );
    expect((await post("accept-invitation", acceptance)).status).toBe(204);
    expect((await post("accept-invitation", acceptance)).status).toBe(404);
    expect(
      (await post("login", { email: person.email, password: acceptance.password })).status,
    ).toBe(200);
    expect((await as(owner.token, "POST", "/invite", person)).code).toBe("EMAIL_TAKEN");
  });

  test("are managed by owners and admins; owners only by owners", async () => {
    const owner = await logIn(app, tenant, tenant.owner);
    const admin = await createTestStaff(app, tenant, "admin");
    const sales = await createTestStaff(app, tenant, "sales");
    expect((await as(sales.token, "GET", "")).status).toBe(403);
    expect((await as(sales.token, "PUT", `/${sales.id}/role`, { role: "admin" })).status).toBe(403);
    expect((await as(admin.token, "PUT", `/${sales.id}/role`, { role: "owner" })).status).toBe(403);
    expect((await as(admin.token, "PUT", `/${owner.id}/role`, { role: "sales" })).status).toBe(403);
    expect(
      (await as(admin.token, "PUT", `/${owner.id}/status`, { status: "inactive" })).status,
    ).toBe(403);
    const promoted = await as(admin.token, "PUT", `/${sales.id}/role`, { role: "admin" });
    expect(promoted.data.role).toBe("admin");
    expect((await as(sales.token, "GET", "")).status).toBe(200);
  });

  test("who never accepted can be deactivated and invited anew", async () => {
    const owner = await logIn(app, tenant, tenant.owner);
    const person = { name: "Tono", email: "tono@dealer.test", role: "sales" };
    const { data } = await as(owner.token, "POST", "/invite", person);
    const path = `/${data.staff.id}/status`;
    expect((await as(owner.token, "PUT", path, { status: "inactive" })).status).toBe(200);
    const [mail] = await waitingMail(app, tenant.host, person.email);
    const token = tokenOf(mail?.text ?? "");
    const refused = await post("accept-invitation", { token, password: "a good one!" });
    expect(refused.status).toBe(404);
    expect((await as(owner.token, "PUT", path, { status: "active" })).code).toBe("NOT_ACCEPTED");
    const again = await as(owner.token, "POST", "/invite", person);
    expect(again.data.staff).toMatchObject({ id: data.staff.id, status: "invited" });
  });

  test("who are put to the status they have keep their logins", async () => {
    const owner = await logIn(app, tenant, tenant.owner);
    const sales = await createTestStaff(app, tenant, "sales");
    const { email, password } = sales;
    const { refreshToken } = (await post("login", { email, password })).data;
    await as(owner.token, "PUT", `/${sales.id}/status`, { status: "active" });
    expect((await post("refresh", { refreshToken })).status).toBe(200);
  });

  test("who are deactivated are out at once, by access and by refresh token", async () => {
    const owner = await logIn(app, tenant, tenant.owner);
    const sales = await createTestStaff(app, tenant, "sales");
    const session = (await post("login", { email: sales.email, password: sales.password })).data;
    await as(owner.token, "PUT", `/${sales.id}/status`, { status: "inactive" });
    expect((await me(sales.token)).status).toBe(401);
    expect((await post("refresh", { refreshToken: session.refreshToken })).status).toBe(401);
    expect((await post("login", { email: sales.email, password: sales.password })).status).toBe(
      401,
    );
    await as(owner.token, "PUT", `/${sales.id}/status`, { status: "active" });
    expect((await post("refresh", { refreshToken: session.refreshToken })).status).toBe(401);
    expect((await post("login", { email: sales.email, password: sales.password })).status).toBe(
      200,
    );
  });

  test("always keep an owner, also when two remove each other at once", async () => {
    const place = await createTestTenant(app);
    const first = await logIn(app, place, place.owner);
    const second = await createTestStaff(app, place, "owner");
    const remove = (by: string, id: string) =>
      app.send(place.host, `/api/admin/staff/${id}/status`, {
        method: "PUT",
        headers: { Authorization: `Bearer ${by}` },
        body: JSON.stringify({ status: "inactive" }),
      });
    const both = await Promise.all([
      remove(first.token, second.id),
      remove(second.token, first.id),
    ]);
    const statuses = both.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([401, 409]).toContain(statuses[1] ?? 0);
    const lone = statuses.length === 2 && both[0]?.status === 200 ? first : second;
    const last = await remove(lone.token, lone.id);
    expect([last.status, (await json(last)).code]).toEqual([409, "LAST_OWNER"]);
  });
});
