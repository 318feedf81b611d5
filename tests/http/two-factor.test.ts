/** Two-factor login: turning it on, using it, losing it, and being asked for it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TOTP } from "otpauth";
import type pg from "pg";
import { connect } from "../support/attack-database.ts";
import { type AuthCall, auditOf, callAuth } from "../support/call-auth.ts";
import { eventually } from "../support/eventually.ts";
import { forgeToken } from "../support/forge-token.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestStaff, createTestTenant, type TestTenant } from "../support/test-tenant.ts";

let now = new Date();
const app = createTestApp({ clock: () => now });
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

/** Until the code of another step is due. */
const wait = (seconds = 30) => {
  now = new Date(now.getTime() + seconds * 1000);
};
const codeOf = (secret: string, offset = 0) =>
  new TOTP({ secret }).generate({ timestamp: now.getTime() + offset * 1000 });
/** A code that is not good at any time near now. */
const wrongCode = (secret: string) => {
  const near = [-60, -30, 0, 30, 60].map((offset) => codeOf(secret, offset));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find(
    (code) => !near.includes(code),
  );
};
const logIn = async (place: TestTenant, { email, password } = place.owner) =>
  callAuth(app, place)("login", { email, password });
const open = async (place: TestTenant) => (await logIn(place)).data.accessToken as string;
const as = (place: TestTenant, token: string) => (path: string, body?: unknown, call?: AuthCall) =>
  callAuth(app, place)(path, body, { token, ...call });
const me = async (place: TestTenant, token: string) =>
  as(place, token)("me", undefined, { method: "GET" });

/** Turns two-factor login on for the owner. */
async function enable(place: TestTenant, token: string) {
  const call = as(place, token);
  const { secret, uri } = (await call("two-factor", { currentPassword: place.owner.password }))
    .data;
  const confirmed = await call("two-factor/confirm", { code: codeOf(secret) });
  expect(confirmed.status).toBe(200);
  wait();
  return { secret, uri, recoveryCodes: confirmed.data.recoveryCodes as string[] };
}
const secondStep = async (place: TestTenant, factor: object) => {
  const { challenge } = (await logIn(place)).data;
  return callAuth(app, place)("login/two-factor", { challenge, ...factor });
};

describe("turning it on", () => {
  test("takes the password and a first code, and ends the other logins", async () => {
    const place = await createTestTenant(app);
    const [token, other] = [await open(place), await open(place)];
    const call = as(place, token);
    const { password: currentPassword, email } = place.owner;
    expect((await call("two-factor", { currentPassword: "wrong" })).code).toBe("WRONG_PASSWORD");
    expect((await call("two-factor/confirm", { code: "123456" })).code).toBe(
      "TWO_FACTOR_NOT_STARTED",
    );
    const replaced = (await call("two-factor", { currentPassword })).data.secret;
    const { secret, uri } = (await call("two-factor", { currentPassword })).data;
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const read = new URL(uri);
    expect(read.protocol).toBe("otpauth:");
    expect(decodeURIComponent(read.pathname)).toContain(email);
    expect(Object.fromEntries(read.searchParams)).toMatchObject({
      ...{ secret, issuer: `Dealer ${place.slug}` },
      ...{ algorithm: "SHA1", digits: "6", period: "30" },
    });

    const { rows } = await owner.query(
      "SELECT seed_sealed FROM totp_credentials WHERE tenant_id = $1",
      [place.id],
    );
    expect(JSON.stringify(rows)).not.toContain(secret);
    const sealed = rows[0].seed_sealed;
    const column = "totp_credentials.seed_sealed";
    expect(await app.deps.keys.secrets.open(place.id, column, sealed)).toBe(secret);

    expect((await logIn(place)).data.accessToken).toBeString();
    for (const code of [wrongCode(secret), codeOf(replaced)]) {
      expect((await call("two-factor/confirm", { code })).code).toBe("WRONG_CODE");
    }
    const { data } = await call("two-factor/confirm", { code: codeOf(secret) });
    expect(data.recoveryCodes).toHaveLength(10);
    expect(new Set(data.recoveryCodes).size).toBe(10);
    for (const code of data.recoveryCodes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
    expect((await me(place, other)).status).toBe(401);
    const { data: seen } = await me(place, token);
    expect(seen.twoFactor).toEqual({ enabled: true, required: false });
    expect(await auditOf(owner, place, "two_factor.enabled")).toMatchObject([
      { actor_id: place.owner.id },
    ]);
    for (const path of ["two-factor", "two-factor/confirm"]) {
      const body = path === "two-factor" ? { currentPassword } : { code: codeOf(secret) };
      expect((await call(path, body)).code).toBe("TWO_FACTOR_ON");
    }
  });

  test("keeps recovery codes as hashes alone", async () => {
    const place = await createTestTenant(app);
    const { recoveryCodes } = await enable(place, await open(place));
    const { rows } = await owner.query("SELECT * FROM recovery_codes WHERE tenant_id = $1", [
      place.id,
    ]);
    expect(rows).toHaveLength(10);
    const stored = JSON.stringify(rows.map((row) => [row, row.code_hash.toString("latin1")]));
    for (const code of recoveryCodes) {
      expect(stored).not.toContain(code);
      expect(stored).not.toContain(code.replaceAll("-", ""));
    }
  });
});

describe("the second step", () => {
  let place: TestTenant;
  let secret: string;
  let recoveryCodes: string[];
  beforeAll(async () => {
    place = await createTestTenant(app);
    ({ secret, recoveryCodes } = await enable(place, await open(place)));
  });

  test("is asked for once the password is right, and is no login yet", async () => {
    const { status, data } = await logIn(place);
    expect([status, Object.keys(data).sort(), data.twoFactor, data.expiresIn]).toEqual([
      200,
      ["challenge", "expiresIn", "twoFactor"],
      "required",
      300,
    ]);
    expect((await me(place, data.challenge)).status).toBe(401);
    const { email } = place.owner;
    const wrong = await callAuth(app, place)("login", { email, password: "wrong" });
    expect([wrong.status, wrong.code]).toEqual([401, "INVALID_CREDENTIALS"]);
  });

  test("takes each code once, a step early or late, in the body or in the cookie", async () => {
    wait(120);
    const first = await secondStep(place, { code: codeOf(secret, -30) });
    expect(first.data).toMatchObject({ staff: { id: place.owner.id }, expiresIn: 900 });
    expect(first.data.refreshToken).toBeString();
    expect((await secondStep(place, { code: codeOf(secret, -30) })).code).toBe("INVALID_CODE");
    const { challenge } = (await logIn(place)).data;
    const body = { challenge, code: codeOf(secret, 30), session: "cookie" };
    const headers = { "Sec-Fetch-Site": "same-origin" };
    const late = await callAuth(app, place)("login/two-factor", body, { headers });
    expect([late.status, late.data.refreshToken]).toEqual([200, undefined]);
    expect(late.headers.get("Set-Cookie")).toContain("__Host-autoleads-refresh=");
    // What comes before a code that was used is used up with it.
    expect((await secondStep(place, { code: codeOf(secret) })).status).toBe(401);
    wait(120);
    for (const offset of [-90, 90]) {
      expect((await secondStep(place, { code: codeOf(secret, offset) })).status).toBe(401);
    }
    expect((await secondStep(place, { code: codeOf(secret) })).status).toBe(200);
  });

  test("of many at once with one code, one is good", async () => {
    wait();
    const { challenge } = (await logIn(place)).data;
    const code = codeOf(secret);
    const all = await Promise.all(
      Array.from({ length: 4 }, () =>
        callAuth(app, place)("login/two-factor", { challenge, code }),
      ),
    );
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("takes a recovery code once, however it is typed", async () => {
    const [first = "", second = ""] = recoveryCodes;
    const typed = { recoveryCode: first.toLowerCase().replaceAll("-", " ") };
    expect((await secondStep(place, typed)).status).toBe(200);
    expect((await secondStep(place, { recoveryCode: first })).code).toBe("INVALID_CODE");
    const { challenge } = (await logIn(place)).data;
    const both = await Promise.all(
      [1, 2].map(() =>
        callAuth(app, place)("login/two-factor", { challenge, recoveryCode: second }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await auditOf(owner, place, "two_factor.code_spent")).toHaveLength(2);
  });

  test("takes one of the two, and no challenge but its own", async () => {
    wait();
    const { challenge } = (await logIn(place)).data;
    const code = codeOf(secret);
    const call = callAuth(app, place);
    for (const factor of [{}, { code, recoveryCode: recoveryCodes[2] }]) {
      const refused = await call("login/two-factor", { challenge, ...factor });
      expect([refused.status, refused.errors?.[0].path]).toEqual([400, "code"]);
    }
    const elsewhere = await createTestTenant(app);
    const foreign = { challenge, code };
    expect((await callAuth(app, elsewhere)("login/two-factor", foreign)).code).toBe(
      "INVALID_CHALLENGE",
    );
    const claims = { sub: place.owner.id, aud: place.id, sid: crypto.randomUUID() };
    for (const forged of [
      await forgeToken(app, claims),
      await forgeToken(app, { ...claims, typ: "2fa+jwt", life: -1 }),
      "x".repeat(40),
    ]) {
      const refused = await call("login/two-factor", { challenge: forged, code });
      expect([refused.status, refused.code]).toEqual([401, "INVALID_CHALLENGE"]);
    }
    expect((await call("login/two-factor", { challenge, code })).status).toBe(200);
  });
});

test("a challenge is void once the password has changed", async () => {
  const place = await createTestTenant(app);
  const token = await open(place);
  const { secret } = await enable(place, token);
  const { challenge } = (await logIn(place)).data;
  const body = { currentPassword: place.owner.password, newPassword: "a wholly new password" };
  expect((await as(place, token)("password", body, { method: "PUT" })).status).toBe(200);
  const late = await callAuth(app, place)("login/two-factor", { challenge, code: codeOf(secret) });
  expect([late.status, late.code]).toEqual([401, "INVALID_CHALLENGE"]);
});

describe("a login that is under way", () => {
  /** Until a query like this waits for a row that another transaction holds. */
  const waiting = (query: string) =>
    eventually(async () => {
      const { rowCount } = await owner.query(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1",
        [query],
      );
      return rowCount;
    });

  /** Does something else between the check of a login's password and what comes of it. */
  async function logInAround(place: TestTenant, meanwhile: () => Promise<unknown>) {
    const holder = await connect(app.ownerUrl);
    const login = logIn(place);
    await holder.query("BEGIN");
    await eventually(async () => {
      const sql = "SELECT FROM login_failures WHERE tenant_id = $1 FOR UPDATE";
      return (await holder.query(sql, [place.id])).rowCount;
    });
    await waiting("DELETE%login_failures%");
    await meanwhile();
    await holder.end();
    return login;
  }

  test("owes the second factor that is turned on meanwhile", async () => {
    const place = await createTestTenant(app);
    const token = await open(place);
    const { status, data } = await logInAround(place, () => enable(place, token));
    expect([status, data.twoFactor, data.accessToken]).toEqual([200, "required", undefined]);
  });

  test("ends, once it is in, with what turns the second factor on", async () => {
    const place = await createTestTenant(app);
    const [expired, token] = [await open(place), await open(place)];
    await as(place, token)("sessions", undefined, { method: "DELETE" });
    const where = "WHERE tenant_id = $1 AND revoked_at IS NOT NULL";
    await owner.query(`UPDATE sessions SET expires_at = created_at ${where}`, [place.id]);
    const holder = await connect(app.ownerUrl);
    await holder.query("BEGIN");
    await holder.query(`SELECT FROM sessions ${where} FOR UPDATE`, [place.id]);
    const login = logIn(place);
    await waiting("%DELETE FROM sessions%");
    const enabled = enable(place, token);
    await Promise.race([enabled, waiting("%FROM staff%FOR UPDATE%")]);
    await holder.end();
    await enabled;
    const { accessToken } = (await login).data;
    const statuses = [expired, accessToken, token].map(
      async (one) => (await me(place, one)).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
  });

  test("gets no challenge by a password that is changed meanwhile", async () => {
    const place = await createTestTenant(app);
    const token = await open(place);
    await enable(place, token);
    const body = { currentPassword: place.owner.password, newPassword: "a wholly new password" };
    const { status, code } = await logInAround(place, () =>
      as(place, token)("password", body, { method: "PUT" }),
    );
    expect([status, code]).toEqual([401, "INVALID_CREDENTIALS"]);
  });
});

describe("five wrong codes", () => {
  test("lock the second step alone, in every process, for 15 minutes", async () => {
    const place = await createTestTenant(app);
    const token = await open(place);
    const { secret, recoveryCodes } = await enable(place, token);
    for (let n = 0; n < 5; n += 1) {
      expect((await secondStep(place, { code: wrongCode(secret) })).status).toBe(401);
    }
    const other = createTestApp({ clock: () => now });
    const { challenge } = (await logIn(place)).data;
    for (const factor of [{ code: codeOf(secret) }, { recoveryCode: recoveryCodes[0] }]) {
      const body = { challenge, ...factor };
      const locked = await callAuth(other, place)("login/two-factor", body);
      expect([locked.status, locked.code]).toEqual([429, "ACCOUNT_LOCKED"]);
    }
    await other.close();
    expect((await logIn(place)).data.twoFactor).toBe("required");
    expect((await me(place, token)).status).toBe(200);
    wait(15 * 60 + 1);
    expect((await secondStep(place, { code: codeOf(secret) })).status).toBe(200);
  });

  test("of many at once lock too", async () => {
    const place = await createTestTenant(app);
    const { secret } = await enable(place, await open(place));
    const { challenge } = (await logIn(place)).data;
    const code = wrongCode(secret);
    const all = await Promise.all(
      Array.from({ length: 12 }, () =>
        callAuth(app, place)("login/two-factor", { challenge, code }),
      ),
    );
    expect(all.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(7);
  });
});

test("new recovery codes take a code, and end the former ones", async () => {
  const place = await createTestTenant(app);
  const token = await open(place);
  const call = as(place, token);
  expect((await call("two-factor/recovery-codes", { code: "123456" })).code).toBe("TWO_FACTOR_OFF");
  const { secret, recoveryCodes } = await enable(place, token);
  const refused = await call("two-factor/recovery-codes", { code: wrongCode(secret) });
  expect([refused.status, refused.code]).toEqual([403, "WRONG_CODE"]);
  const renewed = await call("two-factor/recovery-codes", { code: codeOf(secret) });
  expect(renewed.data.recoveryCodes).toHaveLength(10);
  expect((await secondStep(place, { recoveryCode: recoveryCodes[0] })).status).toBe(401);
  const fresh = { recoveryCode: renewed.data.recoveryCodes[0] };
  expect((await secondStep(place, fresh)).status).toBe(200);
  expect(await auditOf(owner, place, "two_factor.codes_renewed")).toHaveLength(1);
});

test("turning it off takes the password and a code", async () => {
  const place = await createTestTenant(app);
  const token = await open(place);
  const off = (body: object) => as(place, token)("two-factor", body, { method: "DELETE" });
  const { password: currentPassword } = place.owner;
  expect((await off({ currentPassword, code: "123456" })).code).toBe("TWO_FACTOR_OFF");
  const { secret } = await enable(place, token);
  const code = codeOf(secret);
  expect((await off({ currentPassword: "wrong", code })).code).toBe("WRONG_PASSWORD");
  expect((await off({ currentPassword, code: wrongCode(secret) })).code).toBe("WRONG_CODE");
  expect((await off({ currentPassword, code })).status).toBe(204);
  expect((await logIn(place)).data.accessToken).toBeString();
  expect((await me(place, token)).data.twoFactor.enabled).toBe(false);
  const left = "SELECT 1 FROM recovery_codes WHERE tenant_id = $1";
  expect((await owner.query(left, [place.id])).rows).toEqual([]);
  expect(await auditOf(owner, place, "two_factor.disabled")).toHaveLength(1);
});

const admin = async (place: TestTenant, token: string, method: string, path: string, body = "") => {
  const response = await app.send(place.host, `/api/admin/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
    body: body || undefined,
  });
  const answer = response.status === 204 ? {} : await response.json();
  return { status: response.status, ...(answer as { code?: string; data?: unknown }) };
};

describe("an owner", () => {
  test("may ask it of a role, which works again once it has it, and keeps it", async () => {
    const place = await createTestTenant(app);
    const token = await open(place);
    const sales = await createTestStaff(app, place, "sales");
    expect((await admin(place, token, "GET", "security")).data).toEqual({ twoFactorRoles: [] });
    const ask = (roles: string[]) =>
      admin(place, token, "PUT", "security", JSON.stringify({ twoFactorRoles: roles }));
    expect((await ask(["nobody"])).status).toBe(400);
    expect((await ask(["sales", "owner", "sales"])).data).toEqual({
      twoFactorRoles: ["owner", "sales"],
    });
    expect(await auditOf(owner, place, "security.changed")).toMatchObject([
      { before: { twoFactorRoles: [] }, after: { twoFactorRoles: ["owner", "sales"] } },
    ]);

    for (const who of [sales.token, token]) {
      for (const path of ["leads", "cars", "staff", "security"]) {
        const refused = await admin(place, who, "GET", path);
        expect([path, refused.status, refused.code]).toEqual([path, 403, "TWO_FACTOR_REQUIRED"]);
      }
    }
    const { data } = await me(place, sales.token);
    expect(data.twoFactor).toEqual({ enabled: false, required: true });
    expect((await admin(place, sales.token, "GET", "auth/sessions")).status).toBe(200);
    const { secret } = await enable({ ...place, owner: sales }, sales.token);
    expect((await admin(place, sales.token, "GET", "leads")).status).toBe(200);

    const body = { currentPassword: sales.password, code: codeOf(secret) };
    const kept = await as(place, sales.token)("two-factor", body, { method: "DELETE" });
    expect([kept.status, kept.code]).toEqual([403, "TWO_FACTOR_REQUIRED"]);

    const elsewhere = await createTestTenant(app);
    expect((await admin(elsewhere, await open(elsewhere), "GET", "leads")).status).toBe(200);
  });

  test("takes a lost one away, which ends that person's logins", async () => {
    const place = await createTestTenant(app);
    const token = await open(place);
    const sales = await createTestStaff(app, place, "sales");
    const manager = await createTestStaff(app, place, "admin");
    const path = `staff/${sales.id}/two-factor`;
    expect((await admin(place, token, "DELETE", path)).status).toBe(404);
    const { secret } = await enable({ ...place, owner: sales }, sales.token);
    const theirs = { ...place, owner: sales };
    for (let n = 0; n < 5; n += 1) await secondStep(theirs, { code: wrongCode(secret) });
    expect((await admin(place, manager.token, "DELETE", path)).status).toBe(403);
    expect((await admin(place, token, "DELETE", path)).status).toBe(204);
    expect((await me(place, sales.token)).status).toBe(401);
    expect((await logIn(theirs)).data.accessToken).toBeString();
    expect(await auditOf(owner, place, "two_factor.disabled")).toMatchObject([
      { actor_id: place.owner.id, subject_id: sales.id },
    ]);
  });

  test("does not get round one's own code so, nor reach another dealership's staff", async () => {
    const place = await createTestTenant(app);
    const token = await open(place);
    await enable(place, token);
    const own = await admin(place, token, "DELETE", `staff/${place.owner.id}/two-factor`);
    expect(own.status).toBe(403);
    const elsewhere = await createTestTenant(app);
    const path = `staff/${place.owner.id}/two-factor`;
    expect((await admin(elsewhere, await open(elsewhere), "DELETE", path)).status).toBe(404);
    expect((await logIn(place)).data.twoFactor).toBe("required");
  });
});
