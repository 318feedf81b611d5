import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { loadConfig } from "../../src/config.ts";
import type { TenantRecord } from "../../src/db/index.ts";
import { createAccountLink } from "../../src/domain/staff/account-link.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { connect } from "../support/attack-database.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { tokenOf, waitingMail } from "../support/test-mail.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
let owner: pg.Client;
let tenant: TestTenant;
let token: string;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  tenant = await createTestTenant(app, { name: "Maju & Putra" });
  token = (await logIn(app, tenant, tenant.owner)).token;
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const newPerson = () => ({
  name: "Siti",
  email: `siti-${crypto.randomUUID().slice(0, 8)}@people.test`,
  role: "sales",
});
const invite = (person: object) =>
  app.send(tenant.host, "/api/admin/staff/invite", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: JSON.stringify(person),
  });
const accept = async (token: string, password = "sangat rahasia") =>
  (
    await app.send(tenant.host, "/api/admin/auth/accept-invitation", {
      method: "POST",
      body: JSON.stringify({ token, password }),
    })
  ).status;

describe("an invitation", () => {
  test("goes by mail: whoever invites is not told the token", async () => {
    const person = newPerson();
    const answer = await invite(person);
    expect(answer.status).toBe(201);
    const { data } = await json(answer);
    expect(Object.keys(data).sort()).toEqual(["expiresAt", "staff"]);
    const [mail, ...more] = await waitingMail(app, tenant.host, person.email);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe("Undangan bergabung di Maju & Putra");
    expect(mail?.text).toContain("Halo Siti,");
    const link = /^(https:\S+)$/m.exec(mail?.text ?? "")?.[1] ?? "";
    expect(link).toStartWith(`https://${tenant.host}/account/invitation#token=`);
    expect(await accept(tokenOf(link))).toBe(204);
  });

  test("replaces the one before, three times an hour at the most", async () => {
    const person = newPerson();
    for (let n = 0; n < 3; n += 1) expect((await invite(person)).status).toBe(201);
    const refused = await invite(person);
    expect(refused.status).toBe(429);
    expect((await json(refused)).code).toBe("TOO_MANY_EMAILS");
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(3_000);
    const mails = await waitingMail(app, tenant.host, person.email);
    const tokens = mails.map(({ text }) => tokenOf(text));
    expect(new Set(tokens).size).toBe(3);
    expect(await accept(tokens[0] ?? "")).toBe(404);
    expect(await accept(tokens[1] ?? "")).toBe(404);
    expect(await accept(tokens[2] ?? "")).toBe(204);
  });

  test.each([
    "Siti,\n\nAkun Anda diblokir: https://evil.test",
    "Siti\u2028Akun",
    "Siti\u001b[2J",
    "Siti\u202eitiS",
  ])("tells the mail's reader no more than a name: %j", async (name) => {
    const answer = await invite({ ...newPerson(), name });
    expect(answer.status).toBe(400);
    expect((await json(answer)).errors).toEqual([{ path: "name", message: expect.any(String) }]);
  });

  test("that is refused leaves no mail and no job", async () => {
    const jobs = async () =>
      (
        await owner.query(
          "SELECT id FROM graphile_worker._private_jobs WHERE payload ->> 'tenantId' = $1",
          [tenant.id],
        )
      ).rows.length;
    const before = await jobs();
    expect((await invite({ ...newPerson(), email: tenant.owner.email })).status).toBe(409);
    expect(await waitingMail(app, tenant.host, tenant.owner.email)).toEqual([]);
    expect(await jobs()).toBe(before);
  });
});

describe("a link", () => {
  const record = (hosts: string[]) => ({ slug: "maju", hosts }) as TenantRecord;
  test.each([
    [null, false, ["maju.co.id"], "https://maju.co.id/account/invitation#token=t"],
    [null, false, [], "https://maju.autoleads.test/account/invitation#token=t"],
    [null, true, ["maju.co.id"], "http://maju.autoleads.test:3000/account/invitation#token=t"],
    ["https://app.test/{slug}/", false, [], "https://app.test/maju/invitation#token=t"],
    ["https://{host}", false, ["maju.co.id"], "https://maju.co.id/invitation#token=t"],
  ])("below %s, in development %s, with domains %p", (url, isDevelopment, hosts, link) => {
    const make = createAccountLink({
      ...{ url, isDevelopment, baseDomain: "autoleads.test", port: 3000 },
    });
    expect(make(record(hosts), "invitation", "t")).toBe(link);
  });
});

describe("settings of mail", () => {
  const refusalOf = (env: Record<string, string>) => {
    try {
      loadConfig(env);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  test.each<[Record<string, string>, string]>([
    [{ SMTP_URL: "smtp://localhost" }, "MAIL_FROM"],
    [{ SMTP_URL: "http://localhost", MAIL_FROM: "a@b.test" }, "SMTP_URL"],
    [{ SMTP_URL: "smtp://100%er:p@mail.test", MAIL_FROM: "a@b.test" }, "SMTP_URL"],
    [{ MAIL_FROM: "AutoLeads" }, "MAIL_FROM"],
    [{ MAIL_FROM: "A <a@b.test>\r\nBcc: c@d.test" }, "MAIL_FROM"],
    [{ ACCOUNT_URL: "/account" }, "ACCOUNT_URL"],
    [{ ACCOUNT_URL: "https://app.test/?a=1" }, "ACCOUNT_URL"],
    [{ ACCOUNT_URL: "https://app.test/#a" }, "ACCOUNT_URL"],
    [{ ACCOUNT_URL: "https://app.test/{tenant}" }, "ACCOUNT_URL"],
  ])("%p are refused", (env, name) => {
    expect(refusalOf(env)).toContain(`\n  ${name}: `);
  });
  test.each<Record<string, string>>([
    { SMTP_URL: "smtps://user:p%40ss@mail.test:465", MAIL_FROM: "AutoLeads <a@b.test>" },
    { ACCOUNT_URL: "https://{host}/akun" },
    { ACCOUNT_URL: "https://{slug}.app.test" },
    { ACCOUNT_URL: "https://app.test/100%25" },
    { ACCOUNT_URL: "https://app.test/100%" },
  ])("%p are good", (env) => {
    expect(refusalOf(env)).toBe("");
  });
});

describe("the page that a link leads to", () => {
  const open = (path: string, language?: string, host = tenant.host) =>
    app.send(host, path, { headers: language ? { "Accept-Language": language } : {} });

  test.each([
    ["/account/invitation", undefined, "id", "Selamat datang"],
    ["/account/invitation", "en-US,en;q=0.9", "en", "Welcome"],
    ["/account/password-reset", "id-ID,id;q=0.9,en;q=0.8", "id", "Kata sandi baru"],
    ["/account/password-reset", "fr-FR,en-GB;q=0.5", "en", "New password"],
    ["/account/password-reset", "fr", "id", "Kata sandi baru"],
  ])("%s asked for in %s speaks %s", async (path, asked, language, title) => {
    const answer = await open(path, asked);
    expect(answer.status).toBe(200);
    const page = await answer.text();
    expect(page).toContain(`<html lang="${language}">`);
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(page).toContain("Maju &#38; Putra");
    expect(page).not.toContain("{{");
    expect(answer.headers.get("Content-Language")).toBe(language);
  });

  test("runs its own script alone, loads nothing, and is not framed", async () => {
    const answer = await open("/account/invitation");
    const policy = answer.headers.get("Content-Security-Policy") ?? "";
    const page = await answer.text();
    for (const name of ["script", "style"]) {
      const text = new RegExp(`<${name}>([^]*?)</${name}>`).exec(page)?.[1] ?? "";
      const hash = new Bun.CryptoHasher("sha256").update(text).digest("base64");
      expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(page).not.toMatch(/https?:|<script[^>]+src|\son\w+=/);
  });

  test("is nobody's at an unknown host", async () => {
    expect((await open("/account/invitation", "id", "nobody.test")).status).toBe(404);
  });

  test("is closed with the dealership", async () => {
    const closed = await createTestTenant(app);
    await setTenantStatus(app.ownerUrl, closed.slug, "suspended");
    const answer = await open("/account/invitation", "id", closed.host);
    expect([answer.status, (await json(answer)).code]).toEqual([403, "TENANT_SUSPENDED"]);
  });

  test("shows the dealership's name as text", async () => {
    const odd = await createTestTenant(app, { name: `<img src=x onerror="alert(1)">` });
    const page = await (await open("/account/invitation", "id", odd.host)).text();
    expect(page).not.toContain("<img");
  });
});
