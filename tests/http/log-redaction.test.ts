/** Whatever is asked and whatever fails, no line of the log holds a secret or a person. */
import { afterAll, describe, expect, test } from "bun:test";
import { TOTP } from "otpauth";
import pg from "pg";
import { z } from "zod";
import { createApp } from "../../src/app.ts";
import { migrate, NO_ORIGIN, type TenantScope, withTenant } from "../../src/db/index.ts";
import { newApiKey } from "../../src/domain/api-keys/api-key-text.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { newToken } from "../../src/infra/secrets.ts";
import { settle } from "../support/settle.ts";
import { createTestApp, type TestApp, testOwnerUrl } from "../support/test-app.ts";
import { createTestDevice, createTestTenant } from "../support/test-tenant.ts";

const admin = new pg.Client({ connectionString: testOwnerUrl() });
await admin.connect();
const name = `log_${crypto.randomUUID().slice(0, 8)}`;
await admin.query(`CREATE DATABASE ${name}`);
const url = new URL(testOwnerUrl());
url.pathname = `/${name}`;
const ownerUrl = url.href;
const ROOT = "the root secret that must be in no line of the log";
await migrate(ownerUrl);
await ensureKeys(ownerUrl, ROOT);
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();

const lines: string[] = [];
const log = createLogger("trace", { write: (line) => void lines.push(line) });
const start = (): TestApp => createTestApp({ ownerUrl, rootSecret: ROOT, log });
const app = start();
const OWNER = "olla.owner@rahasia.test";
const PASSWORD = "Sesam-terbuka 77 kunci";
const tenant = await createTestTenant(app, {
  owner: { name: "Olla Owner", email: OWNER, password: PASSWORD },
});
const SECRET = "rahasia perangkat 4711";
const device = await createTestDevice(app, tenant, SECRET);
afterAll(async () => {
  await app.close();
  await owner.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});

/** Whatever was sent or told that no line may hold. */
const hidden = new Set<string>([PASSWORD, SECRET, ROOT, device.token, OWNER]);
const hide = <T extends string>(text: T): T => {
  hidden.add(text);
  return text;
};
const PHONE = hide("081298765432");
hide("6281298765432");
const NAME = hide("Dewi Lestari Wulandari");
const MESSAGE = hide('Tolong "jangan" diberitahukan kepada siapa pun: gaji saya 12 juta');
const EMAIL = hide("dewi.lestari@surat.test");

/** The texts of an answer that open something. */
function hideOf(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    if (typeof inner === "string" && /token|key$/i.test(field)) hide(inner);
    hideOf(inner);
  }
}

/** The lines since the last look, none of which holds what is hidden. */
function look(): Record<string, unknown>[] {
  app.deps.accessLog.flush();
  const seen = lines.splice(0).join("").split("\n").filter(Boolean);
  const texts = [...hidden].flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  for (const line of seen) {
    for (const text of texts) {
      if (line.includes(text)) throw new Error(`A line holds ${text}:\n${line}`);
    }
  }
  return seen.map((line) => JSON.parse(line));
}

async function ask(path: string, body?: unknown, token?: string, method = "POST") {
  const response = await app.send(tenant.host, path, {
    method: body === undefined && method === "POST" ? "GET" : method,
    headers: {
      ...(token && { Authorization: `Bearer ${hide(token)}` }),
      Cookie: `refresh=${hide(newToken())}`,
      "X-Csrf-Token": hide(newToken()),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : ((await response.json()) as { data?: unknown });
  hideOf(answer);
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads is checked by the test.
  return { status: response.status, data: answer?.data as any };
}

const credentials = { email: OWNER, password: PASSWORD };
const car = { brand: "Honda", model: "Jazz", year: 2018, price: 1 };
const enquiry = { name: NAME, phone: PHONE, kind: "question", message: MESSAGE };
const lead = {
  name: NAME,
  phone: "+62 812-9876-5433",
  source: "phone",
  email: EMAIL,
  note: MESSAGE,
};
const posted = (inboxid: number) => ({
  ...{ device: "628111", sender: "6281298765432", name: NAME, message: MESSAGE, inboxid },
  ...{ secret: SECRET, url: `https://media.test/${hide(newToken())}.jpg` },
});
hide("812-9876-5433");
hide("+6281298765433");

const login = await ask("/api/admin/auth/login", credentials);
let token: string = login.data.accessToken;

/** A round of everything that carries secrets and people. */
async function round(n: number): Promise<number[]> {
  const key = hide(newApiKey().key);
  const guess = hide(`tebakan sandi ${n} 9x9x9`);
  const answers = [
    await ask("/api/admin/auth/login", { ...credentials, password: guess }),
    await ask("/api/admin/auth/login", { ...credentials, code: hide("493021") }),
    await ask("/api/admin/auth/refresh", { refreshToken: hide(newToken()) }),
    await ask("/api/admin/auth/accept-invitation", { token: hide(newToken()), password: guess }),
    await ask(
      "/api/admin/staff/invite",
      { name: NAME, email: `${n}${EMAIL}`, role: "sales" },
      token,
    ),
    await ask("/api/admin/api-keys", { name: "Partner", scopes: ["leads:read"] }, token),
    await ask("/api/admin/leads", undefined, key),
    await ask("/api/leads", { ...enquiry, phone: PHONE }),
    await ask("/api/admin/leads", lead, token),
    await ask(`/api/admin/leads?q=${encodeURIComponent(PHONE)}`, undefined, token),
    await ask("/api/admin/cars", { ...car, description: MESSAGE }, token),
    await ask(`/webhook/fonnte/${device.token}`, posted(n)),
    await ask(`/webhook/fonnte/${hide(newToken())}`, posted(n)),
    await settle(app, tenant.id).then(
      () => ({ status: 200 }),
      (err: Error) => {
        app.deps.log.error({ err }, "working in events failed");
        return { status: 500 };
      },
    ),
    await ask("/api/leads", { ...enquiry, phone: hide("nomor saya 08129x") }),
  ];
  return answers.map(({ status }) => status);
}

describe("the log", () => {
  test("of requests that go well, or are refused, tells routes and no contents", async () => {
    const statuses = await round(1);
    expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(6);
    const { refreshToken } = login.data;
    const next = await ask("/api/admin/auth/refresh", { refreshToken });
    expect(next.status).toBe(200);
    const { data } = await ask("/api/admin/api-keys", { name: "Website", scopes: [] }, token);
    expect((await ask("/api/site", undefined, data.key)).status).toBe(200);
    const rotated = await ask(`/api/admin/api-keys/${data.id}/rotate`, {}, token);
    expect(rotated.data.key).toStartWith("alk_");
    await ask("/api/admin/auth/refresh", { refreshToken });
    const seen = look();
    expect(seen.length).toBeGreaterThan(15);
    expect(seen.some(({ msg }) => msg === "refresh token used twice")).toBe(true);
    expect(seen).toContainEqual(expect.objectContaining({ route: "/webhook/fonnte/:token" }));
  });

  test("of a database whose checks refuse every row tells which check it was", async () => {
    token = (await ask("/api/admin/auth/login", credentials)).data.accessToken;
    const tables = ["sessions", "staff_links", "staff", "api_keys", "leads", "cars", "messages"];
    const broken = ["login_failures", "refresh_tokens", "enquiries", "conversations", "lead_notes"];
    for (const table of [...tables, ...broken]) {
      await owner.query(`ALTER TABLE ${table} ADD CONSTRAINT broken CHECK (false) NOT VALID`);
    }
    look();
    const statuses = await round(2);
    expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(3);
    const faults = look().filter(({ msg }) => msg === "unexpected error");
    expect(faults.length).toBeGreaterThan(3);
    const told = JSON.stringify(faults);
    expect(told).toContain('violates check constraint \\"broken\\"');
    expect(told).toContain("23514");
    expect(told).toContain("PrismaClientKnownRequestError");
    for (const table of [...tables, ...broken]) {
      await owner.query(`ALTER TABLE ${table} DROP CONSTRAINT broken`);
    }
  });

  test("of a database without its columns tells which one is missing", async () => {
    await owner.query("ALTER TABLE leads RENAME COLUMN phone TO telephone");
    await owner.query("ALTER TABLE cars RENAME COLUMN brand TO make");
    const statuses = await round(3);
    expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(1);
    expect(JSON.stringify(look())).toContain("42703");
    await owner.query("ALTER TABLE leads RENAME COLUMN telephone TO phone");
    await owner.query("ALTER TABLE cars RENAME COLUMN make TO brand");
  });

  test("of a database that is away, or was never there, tells so", async () => {
    const away = new URL(ownerUrl);
    away.port = "1";
    const password = hide("sandi-basis-data-31337");
    away.password = password;
    const alone = createTestApp({ ownerUrl: away.href, rootSecret: ROOT, log });
    const response = await alone.send(tenant.host, "/api/leads", {
      method: "POST",
      body: JSON.stringify(enquiry),
    });
    expect(response.status).toBe(503);
    expect(look().some(({ msg }) => msg === "database unavailable")).toBe(true);
    await alone.close();
  });
});

describe("a fault in the code", () => {
  const router = createApp(app.deps);
  const FAULTS: Record<string, (scope: TenantScope) => unknown> = {
    "a call that Prisma refuses": ({ db }) =>
      db.staff.create({ data: { name: NAME, email: EMAIL, passwordHash: PASSWORD } as never }),
    "a call with a value of a wrong kind": ({ db }) =>
      db.car.findMany({ where: { year: { gt: PASSWORD as never }, brand: MESSAGE } }),
    "a row that is there": async ({ db, tenant: { id } }) =>
      db.staff.create({
        data: {
          ...{ tenantId: id, name: NAME, email: OWNER, role: "owner" },
          ...{ status: "active", passwordHash: PASSWORD },
        },
      }),
    "a text that is no id": ({ db }) => db.$queryRaw`SELECT ${MESSAGE}::uuid`,
    "a text that is no number": ({ db }) => db.$queryRaw`SELECT ${`${PASSWORD}\n${NAME}`}::int`,
    "a reference to nothing": ({ db, tenant: { id } }) =>
      db.lead.create({
        data: {
          ...{ tenantId: id, name: NAME, phone: "+628129876543", source: "phone" },
          assigneeId: crypto.randomUUID(),
        },
      }),
    "input that zod refuses": () =>
      z.strictObject({ code: z.literal("x") }).parse({ code: PASSWORD, note: MESSAGE }),
    "a body that is no JSON": () => JSON.parse(`{"password": ${PASSWORD}`),
    "an address that is none": () => new URL(`http://${PASSWORD} ${PHONE}`),
    "a quoted value": () => {
      throw new Error(`There is no "${NAME}" of ${EMAIL} at ${PHONE}, by ${token}`);
    },
    "a fault caused by another": () => {
      throw new Error("could not be read", { cause: new Error(`unexpected "${PASSWORD}"`) });
    },
    "a fault with more to tell": () => {
      throw Object.assign(new Error("refused"), { request: { body: enquiry }, detail: MESSAGE });
    },
  };

  for (const [kind, fail] of Object.entries(FAULTS)) {
    router.post(`/api/faults/${kind.replaceAll(" ", "-")}`, async (c) => {
      const context = { tenant: c.get("tenant"), actor: { kind: "visitor" } as const };
      const rest = { origin: NO_ORIGIN, now: new Date(), log: c.get("log") };
      await withTenant(app.deps.database, { ...context, ...rest }, async (scope) => fail(scope));
      return c.text("no fault");
    });
  }

  test.each(Object.keys(FAULTS))("is told by kind and place alone: %s", async (kind) => {
    look();
    const path = `http://any.test/api/faults/${kind.replaceAll(" ", "-")}`;
    const response = await router.fetch(
      new Request(path, { method: "POST", headers: { Host: tenant.host }, body: MESSAGE }),
    );
    expect(response.status).toBe(500);
    const fault = look().find(({ msg }) => msg === "unexpected error");
    const told = { type: expect.stringMatching(/Error$/), message: expect.stringMatching(/./) };
    expect(fault?.["err"]).toMatchObject(told);
    const { stack } = (fault?.["err"] ?? { stack: [] }) as { stack: string[] };
    // zod's errors have none.
    if (!kind.includes("zod")) expect(stack.length).toBeGreaterThan(0);
    for (const frame of stack) expect(frame).toMatch(/^at \S.*:\d+:\d+\)?$/);
    const allowed = ["type", "code", "message", "stack", "cause"];
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(fault?.["err"] as object)));
  });
});

test("a body, a header or a row that is handed to the log by mistake is masked", () => {
  look();
  const bodies = [credentials, enquiry, lead, posted(9), { code: hide("830174") }];
  for (const body of bodies) {
    log.info(body, "at the top");
    log.info({ body, request: { body: { data: [body] } } }, "below");
  }
  const authorization = `Bearer ${token}`;
  const headers = { authorization, Cookie: `refresh=${token}`, "x-api-key": token };
  log.warn({ request: { headers }, headers: [headers] }, "headers");
  const seed = hide("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
  const row = { passwordHash: PASSWORD, seed_sealed: seed, key_hash: Buffer.from(PASSWORD) };
  log.error({ row, totp: { seed, recoveryCodes: [hide("recovery-1111"), PASSWORD] } }, "rows");
  log.error(new Error(`no "${PASSWORD}"`));
  log.error({ err: new Error(`no "${PASSWORD}"`) });
  log.error({ failure: new Error(`no "${PASSWORD}"`), tenant: "maju", status: 500 }, "kept");
  const seen = look();
  expect(seen.length).toBe(15);
  expect(seen.at(-1)).toMatchObject({ tenant: "maju", status: 500, msg: "kept" });
});

test("the log of a second factor tells neither its secret nor a code", async () => {
  look();
  const started = await ask("/api/admin/auth/two-factor", { currentPassword: PASSWORD }, token);
  expect(started.status).toBeWithin(200, 300);
  const secret = hide(started.data.secret);
  const code = (after = 0) =>
    hide(new TOTP({ secret }).generate({ timestamp: Date.now() + after * 30_000 }));
  const confirmed = await ask("/api/admin/auth/two-factor/confirm", { code: code() }, token);
  const [recoveryCode = "", ...others] = confirmed.data.recoveryCodes as string[];
  for (const other of others) hide(other);
  const { data } = await ask("/api/admin/auth/login", credentials);
  const challenge = hide(data.challenge);
  const step = "/api/admin/auth/login/two-factor";
  expect((await ask(step, { challenge, code: "000000" })).status).toBe(401);
  expect((await ask(step, { challenge, code: code() })).status).toBe(401);
  expect((await ask(step, { challenge, recoveryCode: hide(recoveryCode) })).status).toBe(200);
  const [link] = await Promise.all([
    ask("/api/admin/auth/forgot-password", { email: OWNER }),
    ask("/api/admin/auth/reset-password", { token: hide(newToken()), password: `x${PASSWORD}` }),
  ]);
  expect(link.status).toBe(202);
  expect(look().length).toBeGreaterThan(6);
});
