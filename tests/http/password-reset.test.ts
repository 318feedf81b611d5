import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { findLink, spendLink } from "../../src/domain/staff/staff-links.ts";
import { runWorker } from "../../src/jobs/run-worker.ts";
import { connect } from "../support/attack-database.ts";
import { callAs } from "../support/call-as.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createRecordingMailer, tokenOf } from "../support/test-mail.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const NEXT = "kata sandi yang baru";

const mailer = createRecordingMailer();
let now = new Date();
const app = createTestApp({ mailer, clock: () => now });
let worker = runWorker(app.deps, app.ownerUrl);
let owner: pg.Client;
let tenant: TestTenant;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
});
afterAll(async () => {
  await worker.stop();
  await owner.end();
  await app.close();
});

const post = (path: string, body: unknown, at = tenant) =>
  app.send(at.host, `/api/admin/auth/${path}`, { method: "POST", body: JSON.stringify(body) });
const statusOf = async (path: string, body: unknown, at = tenant) =>
  (await post(path, body, at)).status;
const mailsTo = (address: string) => mailer.sent.filter(({ to }) => to === address);

/** Nothing waits any more for the tenant. */
const settled = (at = tenant) =>
  eventually(async () => {
    const { rows } = await owner.query(
      "SELECT 1 FROM graphile_worker._private_jobs WHERE payload ->> 'tenantId' = $1",
      [at.id],
    );
    return rows.length === 0;
  });

/** Asks for a link and reads it from the mailbox. */
async function tokenFor(email: string, at = tenant): Promise<string> {
  const before = mailsTo(email).length;
  expect(await statusOf("forgot-password", { email }, at)).toBe(202);
  return tokenOf((await eventually(() => mailsTo(email)[before])).text);
}

test("a forgotten password is replaced by a mailed link, which is good once", async () => {
  const sales = await createTestStaff(app, tenant, "sales");
  const elsewhere = await logIn(app, tenant, sales);
  const token = await tokenFor(sales.email);
  const mail = await mailer.mailTo(sales.email);
  const { text, subject } = mailsTo(sales.email).at(-1) ?? mail;
  expect(subject).toBe(`Atur ulang kata sandi Dealer ${tenant.slug}`);
  expect(text).toContain(`https://${tenant.host}/account/password-reset#token=${token}\n`);

  const short = await post("reset-password", { token, password: "short" });
  expect(short.status).toBe(400);
  expect((await json(short)).errors[0].path).toBe("password");
  const reset = { token, password: NEXT };
  const answers = await Promise.all([1, 2, 3].map(() => statusOf("reset-password", reset)));
  expect(answers.sort()).toEqual([204, 404, 404]);
  const again = await post("reset-password", reset);
  expect((await json(again)).code).toBe("RESET_LINK_NOT_FOUND");

  const { email, password } = sales;
  expect(await statusOf("login", { email, password })).toBe(401);
  expect(await statusOf("login", { email, password: NEXT })).toBe(200);
  for (const { token: former } of [sales, elsewhere]) {
    const headers = { Authorization: `Bearer ${former}` };
    expect((await app.send(tenant.host, "/api/admin/auth/me", { headers })).status).toBe(401);
  }
});

test("a reset lifts the lock of failed logins and voids the other links", async () => {
  const { email } = await createTestStaff(app, tenant, "sales");
  const first = await tokenFor(email);
  const token = await tokenFor(email);
  expect(await statusOf("reset-password", { token: first, password: NEXT })).toBe(404);
  await owner.query(
    `INSERT INTO staff_links (tenant_id, staff_id, purpose, token_hash, expires_at)
     SELECT tenant_id, id, 'password_reset', '\\x00', '2100-01-01' FROM staff WHERE email = $1`,
    [email],
  );
  for (let n = 0; n < 5; n += 1) await post("login", { email, password: "wrong" });
  expect(await statusOf("login", { email, password: NEXT })).toBe(429);
  expect(await statusOf("reset-password", { token, password: NEXT })).toBe(204);
  expect(await statusOf("login", { email, password: NEXT })).toBe(200);
  const { rows } = await owner.query(
    `SELECT l.used_at IS NOT NULL AS used FROM staff_links l JOIN staff s ON s.id = l.staff_id
     WHERE s.email = $1 AND l.purpose = 'password_reset'`,
    [email],
  );
  expect(rows).toEqual([{ used: true }]);
});

test("what was asked and done is in the audit log, with from where", async () => {
  const { email, id } = await createTestStaff(app, tenant, "sales");
  const token = await tokenFor(email);
  expect(await statusOf("reset-password", { token, password: NEXT })).toBe(204);
  const { rows } = await owner.query(
    `SELECT action, actor_kind, ip, request_id, after FROM audit_events
     WHERE subject_id = $1 AND action LIKE 'password.%' ORDER BY id`,
    [id],
  );
  expect(rows).toMatchObject([
    { action: "password.reset_requested", actor_kind: "job", after: null },
    { action: "password.reset", actor_kind: "visitor", after: { sessionsEnded: 1 } },
  ]);
  for (const row of rows) {
    expect(row.ip).toMatch(/^10\./);
    expect(row.request_id).toBeString();
  }
});

describe("nobody learns from a request", () => {
  test("whether somebody works here", async () => {
    const place = await createTestTenant(app);
    const staff = await createTestStaff(app, place, "sales");
    const headers = { Authorization: `Bearer ${(await logIn(app, place, place.owner)).token}` };
    const put = { method: "PUT", headers, body: JSON.stringify({ status: "inactive" }) };
    await app.send(place.host, `/api/admin/staff/${staff.id}/status`, put);
    const invited = `invited@${place.slug}.test`;
    const person = { name: "Ina", email: invited, role: "sales" };
    const invite = { method: "POST", headers, body: JSON.stringify(person) };
    expect((await app.send(place.host, "/api/admin/staff/invite", invite)).status).toBe(201);
    await settled(place);
    mailer.sent.length = 0;

    const seen = [];
    for (const email of [place.owner.email, "nobody@nowhere.test", staff.email, invited]) {
      const answer = await post("forgot-password", { email }, place);
      const names = [...answer.headers.keys()].sort();
      seen.push({ status: answer.status, names, body: await answer.text() });
    }
    expect(new Set(seen.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(seen[0]).toMatchObject({ status: 202, body: '{"data":{"accepted":true}}' });
    await settled(place);
    expect(mailer.sent.map(({ to }) => to)).toEqual([place.owner.email]);
  });

  test("by what is stored while the job waits: no address, and as much for nobody", async () => {
    await worker.stop();
    const place = await createTestTenant(app);
    const emails = [place.owner.email, "nobody@nowhere.test"];
    for (const email of emails) await post("forgot-password", { email }, place);
    const { rows } = await owner.query(
      "SELECT payload FROM graphile_worker._private_jobs WHERE payload ->> 'tenantId' = $1",
      [place.id],
    );
    expect(rows.map(({ payload }) => Object.keys(payload))).toEqual(
      emails.map(() => ["origin", "tenantId", "accountHash"]),
    );
    expect(JSON.stringify(rows)).not.toContain("@");
    worker = runWorker(app.deps, app.ownerUrl);
    await mailer.mailTo(place.owner.email);
  });
});

describe("a link", () => {
  test("ends after an hour", async () => {
    const { email } = await createTestStaff(app, tenant, "sales");
    const token = await tokenFor(email);
    now = new Date(now.getTime() + 60 * 60_000 + 1);
    expect(await statusOf("reset-password", { token, password: NEXT })).toBe(404);
  });

  test("is no use to somebody who was deactivated", async () => {
    const { email, id } = await createTestStaff(app, tenant, "sales");
    const token = await tokenFor(email);
    await owner.query("UPDATE staff SET status = 'inactive' WHERE id = $1", [id]);
    expect(await statusOf("reset-password", { token, password: NEXT })).toBe(404);
  });

  test("is void for somebody who was deactivated and let back in", async () => {
    const { email, id } = await createTestStaff(app, tenant, "sales");
    const token = await tokenFor(email);
    const call = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
    for (const status of ["inactive", "active"]) {
      expect((await call("PUT", `/staff/${id}/status`, { status })).status).toBe(200);
    }
    expect(await statusOf("reset-password", { token, password: NEXT })).toBe(404);
  });

  test("is good at its own dealership alone, and for its own purpose", async () => {
    const { email } = await createTestStaff(app, tenant, "sales");
    const other = await createTestTenant(app);
    const token = await tokenFor(email);
    expect(await statusOf("reset-password", { token, password: NEXT }, other)).toBe(404);
    expect(await statusOf("accept-invitation", { token, password: NEXT })).toBe(404);
    expect(await statusOf("reset-password", { token, password: NEXT })).toBe(204);
  });

  test("of one purpose is not found, nor used up, for the other, whoever's it is", async () => {
    const { id, email } = await createTestStaff(app, tenant, "sales");
    const token = await tokenFor(email);
    const found = await findTenant(app.deps.database, { slug: tenant.slug });
    if (!found) throw new Error("the test's tenant is gone");
    const context = { tenant: found, actor: { kind: "visitor" }, origin: NO_ORIGIN } as const;
    await withTenant(app.deps.database, { ...context, now, log: app.deps.log }, async (scope) => {
      expect(await findLink(scope, token, "invitation")).toBeNull();
      expect(await spendLink(scope, token, "invitation")).toBeNull();
      expect(await spendLink(scope, token, "password_reset")).toEqual({ staffId: id });
    });
  });

  test("is mailed three times an hour at the most, whoever asks", async () => {
    const place = await createTestTenant(app);
    const { email } = place.owner;
    // Each as if asked when the limit of attempts has ended, which a process of its own forgets.
    const ask = async () => {
      const other = createTestApp({ clock: () => now });
      const body = JSON.stringify({ email });
      const path = "/api/admin/auth/forgot-password";
      const { status } = await other.send(place.host, path, { method: "POST", body });
      await other.close();
      expect(status).toBe(202);
      await settled(place);
    };
    for (let n = 0; n < 5; n += 1) await ask();
    expect(mailsTo(email).length).toBe(3);
    now = new Date(now.getTime() + 60 * 60_000);
    await ask();
    expect(mailsTo(email).length).toBe(4);
  });
});

test("asking is limited for each account and for each address of a client", async () => {
  const place = await createTestTenant(app);
  const { email } = place.owner;
  const statuses = [];
  for (let n = 0; n < 5; n += 1) statuses.push(await statusOf("forgot-password", { email }, place));
  expect(statuses).toEqual([202, 202, 202, 429, 429]);
  const from = { client: "192.0.2.77", method: "POST" };
  const ask = (n: number) => {
    const body = JSON.stringify({ email: `n${n}@${place.slug}.test` });
    return app.send(place.host, "/api/admin/auth/forgot-password", { ...from, body });
  };
  let refused = 0;
  for (let n = 0; n < 40; n += 1) refused += (await ask(n)).status === 429 ? 1 : 0;
  expect(refused).toBe(20);
});
