/** The installation's keys: what signs access tokens and seals secrets, and how they change. */
import { afterAll, describe, expect, test } from "bun:test";
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { createKeyRing } from "../../src/domain/keys/key-ring.ts";
import { listInstallationKeys } from "../../src/domain/keys/list-installation-keys.ts";
import { rotateSealingKey } from "../../src/domain/keys/rotate-sealing-key.ts";
import { rotateSigningKey } from "../../src/domain/keys/rotate-signing-key.ts";
import { hashToken } from "../../src/infra/secrets.ts";
import { connect } from "../support/attack-database.ts";
import { inserter } from "../support/attack-rows.ts";
import { eventually } from "../support/eventually.ts";
import { json } from "../support/json.ts";
import { createTestApp, testOwnerUrl } from "../support/test-app.ts";
import { createTestTenant, logIn } from "../support/test-tenant.ts";

const ROOT = "the root secret of this file's own database";
const admin = new pg.Client({ connectionString: testOwnerUrl() });
await admin.connect();
const name = `keys_${crypto.randomUUID().slice(0, 8)}`;
await admin.query(`CREATE DATABASE ${name}`);
const url = new URL(testOwnerUrl());
url.pathname = `/${name}`;
const ownerUrl = url.href;
await migrate(ownerUrl);
await ensureKeys(ownerUrl, ROOT);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();

let now = new Date();
const start = () => createTestApp({ ownerUrl, rootSecret: ROOT, clock: () => now });
const app = start();
const tenant = await createTestTenant(app);
afterAll(async () => {
  await app.close();
  await owner.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});

const kidOf = (token: string) => decodeProtectedHeader(token).kid ?? "";
const me = (token: string, at = app) =>
  at.send(tenant.host, "/api/admin/auth/me", { headers: { Authorization: `Bearer ${token}` } });
const published = async (at = app) => {
  const { keys } = await json(await at.send("any.test", "/.well-known/jwks.json"));
  return keys.map(({ kid }: { kid: string }) => kid);
};

test("a stranger verifies a token by the published keys alone", async () => {
  const server = Bun.serve({
    port: 0,
    fetch: (request) => app.send("any.test", new URL(request.url).pathname),
  });
  const keys = createRemoteJWKSet(new URL(`http://127.0.0.1:${server.port}/.well-known/jwks.json`));
  const { token, id } = await logIn(app, tenant, tenant.owner);
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    ...{ issuer: "autoleads", audience: tenant.id, typ: "at+jwt" },
  });
  expect(payload.sub).toBe(id);
  expect(protectedHeader).toMatchObject({ alg: "EdDSA", kid: kidOf(token) });
  await server.stop();
  const response = await app.send("any.test", "/.well-known/jwks.json");
  expect(await response.text()).not.toContain('"d"');
});

describe("a rotation of the signing key", () => {
  test("publishes the key before it signs, and logs nobody out", async () => {
    const before = await logIn(app, tenant, tenant.owner);
    const { id, othersRetireAt } = await rotateSigningKey(ownerUrl, ROOT, {
      ...{ lifetime: 900, when: "later" },
    });
    const rotated = start();
    expect(await published(rotated)).toEqual([kidOf(before.token), id]);
    expect(kidOf((await logIn(rotated, tenant, tenant.owner)).token)).toBe(kidOf(before.token));

    now = new Date(now.getTime() + 11 * 60_000);
    const after = await logIn(rotated, tenant, tenant.owner);
    expect(kidOf(after.token)).toBe(id);
    expect((await me(before.token, rotated)).status).toBe(200);
    // A process that has not heard of the key finds it when it meets a token of it.
    await Bun.sleep(1_100);
    expect((await me(after.token)).status).toBe(200);

    now = new Date(othersRetireAt.getTime() + 1);
    expect(await published(rotated)).toEqual([id]);
    expect((await me(before.token, rotated)).status).toBe(401);
    await rotated.close();
    now = new Date();
  });

  test("at once signs by the new key from the next start on", async () => {
    const { id } = await rotateSigningKey(ownerUrl, ROOT, { lifetime: 900, when: "now" });
    now = new Date();
    const rotated = start();
    expect(kidOf((await logIn(rotated, tenant, tenant.owner)).token)).toBe(id);
    await rotated.close();
  });

  test("that is repeated before its time leaves the key that signs good for its tokens", async () => {
    const fresh = start();
    const signing = await logIn(fresh, tenant, tenant.owner);
    await fresh.close();
    const first = await rotateSigningKey(ownerUrl, ROOT, { lifetime: 900, when: "later" });
    const second = await rotateSigningKey(ownerUrl, ROOT, { lifetime: 900, when: "later" });
    const keys = await listInstallationKeys(ownerUrl);
    expect(keys.map(({ id }) => id)).not.toContain(first.id);
    const kept = keys.find(({ id }) => id === kidOf(signing.token));
    expect(kept?.retiresAt).toEqual(second.othersRetireAt);
  });

  test("with revocation refuses every former token, and refreshing goes on", async () => {
    const post = (at: typeof app, path: string, body: unknown) =>
      at.send(tenant.host, `/api/admin/auth/${path}`, {
        ...{ method: "POST", body: JSON.stringify(body) },
      });
    const { email, password } = tenant.owner;
    const { data } = await json(await post(app, "login", { email, password }));
    await rotateSigningKey(ownerUrl, ROOT, { lifetime: 900, when: "revoke" });
    now = new Date();
    const fresh = start();
    expect((await me(data.accessToken, fresh)).status).toBe(401);
    const next = await post(fresh, "refresh", { refreshToken: data.refreshToken });
    expect(next.status).toBe(200);
    expect((await me((await json(next)).data.accessToken, fresh)).status).toBe(200);
    await fresh.close();
  });
});

describe("secrets at rest", () => {
  const SEED = "totp_credentials.seed_sealed";
  const { secrets } = app.deps.keys;

  test("open in their own tenant and column alone, and only whole", async () => {
    const sealed = await secrets.seal(tenant.id, SEED, "JBSWY3DPEHPK3PXP");
    expect(sealed).not.toContain("JBSWY3DPEHPK3PXP");
    expect(await secrets.open(tenant.id, SEED, sealed)).toBe("JBSWY3DPEHPK3PXP");
    expect(await secrets.seal(tenant.id, SEED, "JBSWY3DPEHPK3PXP")).not.toBe(sealed);
    const other = crypto.randomUUID();
    expect(secrets.open(other, SEED, sealed)).rejects.toThrow();
    expect(secrets.open(tenant.id, "emails.content_sealed", sealed)).rejects.toThrow();
    const [id = "", body = ""] = sealed.split(".");
    // Of the last character some bits say nothing.
    for (const at of [0, 20, body.length - 2]) {
      const flipped = body[at] === "A" ? "B" : "A";
      const changed = `${id}.${body.slice(0, at)}${flipped}${body.slice(at + 1)}`;
      expect(secrets.open(tenant.id, SEED, changed)).rejects.toThrow();
    }
  });

  test("are sealed anew by a rotation, after which no former key is needed", async () => {
    const insert = inserter(owner, tenant.id);
    const staff_id = tenant.owner.id;
    const seed_sealed = await secrets.seal(tenant.id, SEED, "the seed");
    await insert("totp_credentials", { staff_id, seed_sealed });
    const many = Array.from({ length: 1_100 }, (_, n) => `mail ${n}`);
    for (const text of many) {
      const content_sealed = await secrets.seal(tenant.id, "emails.content_sealed", text);
      await insert("emails", {
        ...{ kind: "invitation", recipient_hash: hashToken(text), content_sealed },
      });
    }
    const first = await rotateSealingKey(ownerUrl, ROOT);
    expect(first.resealed).toBe(1_101);
    expect(first.removed).toEqual([]);
    await owner.query("UPDATE keys SET activates_at = activates_at - interval '3 minutes'");
    const second = await rotateSealingKey(ownerUrl, ROOT);
    expect(second.removed.length).toBe(1);

    const { rows } = await owner.query("SELECT seed_sealed FROM totp_credentials");
    expect(rows[0].seed_sealed.split(".")[0]).toBe(second.id);
    const fresh = start();
    expect(await fresh.deps.keys.secrets.open(tenant.id, SEED, rows[0].seed_sealed)).toBe(
      "the seed",
    );
    const mails = await owner.query("SELECT content_sealed FROM emails");
    const opened = mails.rows.map(({ content_sealed }) =>
      fresh.deps.keys.secrets.open(tenant.id, "emails.content_sealed", content_sealed),
    );
    expect((await Promise.all(opened)).sort()).toEqual(many.toSorted());
    await fresh.close();
  });

  test("are sealed by the newest key when a rotation begins before another is done", async () => {
    const holder = await connect(ownerUrl);
    await holder.query("BEGIN");
    await holder.query("SELECT FROM totp_credentials FOR UPDATE");
    const waiting = (count: number) =>
      eventually(async () => {
        const { rowCount } = await owner.query(
          "SELECT FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'",
          [name],
        );
        return rowCount === count;
      });
    const rotations = [rotateSealingKey(ownerUrl, ROOT)];
    await waiting(1);
    rotations.push(rotateSealingKey(ownerUrl, ROOT));
    await waiting(2);
    await holder.end();
    const [overtaken, last] = await Promise.allSettled(rotations);
    expect([overtaken?.status, last?.status]).toEqual(["rejected", "fulfilled"]);
    const { rows } = await owner.query(
      "SELECT seed_sealed AS sealed FROM totp_credentials UNION SELECT content_sealed FROM emails",
    );
    const keys = new Set(rows.map(({ sealed }) => sealed.split(".")[0]));
    expect([...keys]).toEqual([last?.status === "fulfilled" ? last.value.id : ""]);
  });
});

describe("the root secret", () => {
  test("may be changed: the previous one opens the keys once more", async () => {
    const next = "another root secret of this file's own database";
    expect(ensureKeys(ownerUrl, next)).rejects.toThrow("JWT_SECRET_PREVIOUS");
    await ensureKeys(ownerUrl, next, ROOT);
    expect(ensureKeys(ownerUrl, ROOT)).rejects.toThrow("does not open");
    const ring = createKeyRing(app.deps.database, next);
    const keys = await listInstallationKeys(ownerUrl);
    expect(keys.some(({ id }) => id === keys[0]?.id)).toBe(true);
    expect((await ring.signing.current()).id).toBeTruthy();
    await ensureKeys(ownerUrl, ROOT, next);
  });
});
