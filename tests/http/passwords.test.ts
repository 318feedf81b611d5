/** Which passwords are taken, and how one changes one's own. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { DEMO_PASSWORD } from "../../src/demo/dealers.ts";
import { Password } from "../../src/domain/staff/password.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { connect } from "../support/attack-database.ts";
import { auditOf, callAuth } from "../support/call-auth.ts";
import { createTestApp } from "../support/test-app.ts";
import { tokenOf, waitingMail } from "../support/test-mail.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

let now = new Date();
const app = createTestApp({ clock: () => now });
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

const NEXT = "a wholly new password";
const open = async (place: TestTenant) => {
  const { email, password } = place.owner;
  return (await callAuth(app, place)("login", { email, password })).data;
};
const change = (place: TestTenant, token: string, body: object, headers = {}) =>
  callAuth(app, place)("password", body, { method: "PUT", token, headers });
const me = async (place: TestTenant, token: string) =>
  (await callAuth(app, place)("me", undefined, { method: "GET", token })).status;

describe("a password", () => {
  const refusals = (password: string) =>
    Password.safeParse(password).error?.issues.map(({ message }) => message);

  test.each([
    ["Password1234", /everybody tries first/],
    ["1234567890", /everybody tries first/],
    ["QWERTYUIOP", /everybody tries first/],
    ["nine char", /at least 10/],
    ["x".repeat(201), /at most 200/],
  ])("%s is refused", (password, words) => {
    expect(refusals(password)?.join()).toMatch(words);
  });

  test.each([DEMO_PASSWORD, "correct horse battery", "sepuluh huruf", "パスワードは長い方がいい"])(
    "%s is taken",
    (password) => {
      expect(Password.safeParse(password).success).toBe(true);
    },
  );

  test("is none of the commonest, of any length and of ten characters", async () => {
    const path = "../../src/domain/staff/common-passwords.txt";
    const listed = (await Bun.file(new URL(path, import.meta.url)).text()).trim().split("\n");
    expect(listed.slice(0, 5)).toEqual(["123456", "password", "12345678", "qwerty", "123456789"]);
    expect(new Set(listed).size).toBe(listed.length);
    const long = listed.filter((word) => word.length >= 10);
    expect(long).toHaveLength(10_000);
    expect(listed.length - long.length).toBeGreaterThan(9_800);
    expect(long.filter((word) => Password.safeParse(word.toUpperCase()).success)).toEqual([]);
  });

  test("is refused in plain words wherever it is chosen", async () => {
    const { token } = await logIn(app, tenant, tenant.owner);
    const invited = await app.send(tenant.host, "/api/admin/staff/invite", {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ name: "Rani", email: "rani.rani@dealer.test", role: "sales" }),
    });
    expect(invited.status).toBe(201);
    const [mail] = await waitingMail(app, tenant.host, "rani.rani@dealer.test");
    const link = tokenOf(mail?.text ?? "");
    const accept = (password: string) =>
      callAuth(app, tenant)("accept-invitation", { token: link, password });
    for (const password of ["password123", "Rani.Rani@dealer.test"]) {
      const refused = await accept(password);
      expect([refused.status, refused.errors?.[0].path]).toEqual([400, "password"]);
    }
    expect((await accept("bukan rahasia lagi")).status).toBe(204);

    const first = { name: "Olla", email: "olla.olla@dealer.test" };
    for (const password of ["iloveyou123", "olla.olla@dealer.test"]) {
      const slug = `t-${crypto.randomUUID().slice(0, 8)}`;
      const input = { slug, name: "Dealer", owner: { ...first, password } };
      expect(createTenant(app.ownerUrl, input, "localhost")).rejects.toThrow();
    }

    const { email, password: currentPassword } = tenant.owner;
    for (const newPassword of ["short", "password123", email.toUpperCase(), currentPassword]) {
      const refused = await change(tenant, token, { currentPassword, newPassword });
      expect([newPassword, refused.status, refused.errors?.[0].path]).toEqual([
        newPassword,
        400,
        "newPassword",
      ]);
    }
    expect(await me(tenant, token)).toBe(200);
  });
});

describe("changing one's own", () => {
  test("ends every login everywhere and gives a fresh one", async () => {
    const place = await createTestTenant(app);
    const currentPassword = place.owner.password;
    const [here, elsewhere] = [await open(place), await open(place)];
    await owner.query(
      `INSERT INTO staff_links (tenant_id, staff_id, purpose, token_hash, expires_at)
       VALUES ($1, $2, 'password_reset', 'x', now() + interval '1 hour')`,
      [place.id, place.owner.id],
    );
    const body = { currentPassword, newPassword: NEXT };
    const changed = await change(place, here.accessToken, body);
    expect(changed.status).toBe(200);
    for (const { accessToken, refreshToken } of [here, elsewhere]) {
      expect(await me(place, accessToken)).toBe(401);
      expect((await callAuth(app, place)("refresh", { refreshToken })).status).toBe(401);
    }
    expect(await me(place, changed.data.accessToken)).toBe(200);
    const { refreshToken } = changed.data;
    expect((await callAuth(app, place)("refresh", { refreshToken })).status).toBe(200);
    const { email } = place.owner;
    const login = async (password: string) =>
      (await callAuth(app, place)("login", { email, password })).status;
    expect([await login(currentPassword), await login(NEXT)]).toEqual([401, 200]);

    const stored = "SELECT password_changed_at FROM staff WHERE tenant_id = $1";
    expect((await owner.query(stored, [place.id])).rows).toEqual([{ password_changed_at: now }]);
    const links = "SELECT 1 FROM staff_links WHERE tenant_id = $1";
    expect((await owner.query(links, [place.id])).rows).toEqual([]);
    const events = await auditOf(owner, place, "password.changed");
    expect(events).toMatchObject([{ actor_id: place.owner.id, subject_id: place.owner.id }]);
    expect(JSON.stringify(events)).not.toContain(NEXT);
  });

  test("may tell the fresh session in a cookie, to a page of this host", async () => {
    const place = await createTestTenant(app);
    const { accessToken } = await open(place);
    const body = {
      ...{ currentPassword: place.owner.password, newPassword: NEXT },
      session: "cookie",
    };
    const foreign = { "Sec-Fetch-Site": "same-site" };
    expect((await change(place, accessToken, body, foreign)).code).toBe("CSRF");
    const changed = await change(place, accessToken, body, { "Sec-Fetch-Site": "same-origin" });
    expect([changed.status, changed.data.refreshToken]).toEqual([200, undefined]);
    expect(changed.headers.get("Set-Cookie")).toContain("__Host-autoleads-refresh=");
  });

  test("takes five guesses at the present one, whose lock leaves the login alone", async () => {
    const place = await createTestTenant(app);
    const { accessToken } = await open(place);
    const guess = (currentPassword: string) =>
      change(place, accessToken, { currentPassword, newPassword: NEXT });
    for (let n = 0; n < 5; n += 1) {
      const refused = await guess(`guess ${n}`);
      expect([refused.status, refused.code]).toEqual([403, "WRONG_PASSWORD"]);
    }
    const locked = await guess(place.owner.password);
    expect([locked.status, locked.code]).toEqual([429, "ACCOUNT_LOCKED"]);
    expect(await auditOf(owner, place, "login.locked")).toMatchObject([
      { subject_id: place.owner.id },
    ]);
    expect((await open(place)).accessToken).toBeString();
    now = new Date(now.getTime() + 15 * 60_000 + 1_000);
    expect((await guess(place.owner.password)).status).toBe(200);
  });

  test("of two at once, one is done", async () => {
    const place = await createTestTenant(app);
    const { accessToken } = await open(place);
    const currentPassword = place.owner.password;
    const both = await Promise.all(
      ["the first new one", "the second new one"].map((newPassword) =>
        change(place, accessToken, { currentPassword, newPassword }),
      ),
    );
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  });
});
