import { afterAll, describe, expect, test } from "bun:test";
import { addDomain } from "../../src/domain/tenants/add-domain.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { listTenants } from "../../src/domain/tenants/list-tenants.ts";
import { removeDomain } from "../../src/domain/tenants/remove-domain.ts";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { json } from "../support/json.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
const proxied = createTestApp({ config: { TRUST_PROXY: true } });
const other = createTestApp();
afterAll(() => Promise.all([app.close(), proxied.close(), other.close()]));

const unique = () => crypto.randomUUID().slice(0, 8);
const siteAt = async (host: string, headers: Record<string, string> = {}, using = app) => {
  const response = await using.send(host, "/api/site", { headers });
  const answer = await json(response);
  return { status: response.status, code: answer.code, ...answer.data };
};

describe("the Host header", () => {
  test("names a dealership by slug under the base domain or by registered domain", async () => {
    const name = unique();
    const tenant = await createTestTenant(app, { domains: [`${name}.co.id`, `www.${name}.co.id`] });
    for (const host of [
      tenant.host,
      `${tenant.slug.toUpperCase()}.LOCALHOST`,
      `${tenant.host}:3000`,
      `${tenant.host}.`,
      `${name}.co.id`,
      `WWW.${name}.co.id.:8080`,
    ]) {
      expect(await siteAt(host)).toMatchObject({ status: 200, slug: tenant.slug });
    }
  });

  test("is normalised where it is international", async () => {
    const name = `mobil-bébas-${unique()}`;
    const tenant = await createTestTenant(app, { domains: [`${name}.id`] });
    const ascii = new URL(`http://${name}.id`).hostname;
    expect(ascii).toStartWith("xn--");
    expect(await siteAt(ascii.toUpperCase())).toMatchObject({
      slug: tenant.slug,
      domains: [ascii],
    });
  });

  test.each([
    "",
    "unknown.localhost",
    "localhost",
    "a.b.localhost",
    "[::1]",
    "x y",
    "127.0.0.1:80",
    "%",
  ])("%j names none", async (host) => {
    expect(await siteAt(host)).toMatchObject({ status: 404, code: "TENANT_NOT_FOUND" });
  });

  test("gives way to X-Forwarded-Host only behind a trusted proxy", async () => {
    const [here, there] = [await createTestTenant(app), await createTestTenant(app)];
    const forwarded = { "X-Forwarded-Host": there.host };
    expect(await siteAt(here.host, forwarded)).toMatchObject({ slug: here.slug });
    expect(await siteAt(here.host, forwarded, proxied)).toMatchObject({ slug: there.slug });
    expect(await siteAt(here.host, {}, proxied)).toMatchObject({ slug: here.slug });
  });
});

describe("a dealership's status", () => {
  test.each([
    ["suspended", undefined, 403, "TENANT_SUSPENDED"],
    ["expired", undefined, 403, "TENANT_EXPIRED"],
    ["trial", new Date(Date.now() - 1_000), 403, "TENANT_EXPIRED"],
    ["trial", new Date(Date.now() + 60_000), 200, undefined],
    ["active", undefined, 200, undefined],
  ] as const)("%s (trial end %p) answers %i", async (status, end, expected, code) => {
    const tenant = await createTestTenant(app);
    await setTenantStatus(app.ownerUrl, tenant.slug, status, end);
    for (const path of ["/api/site", "/api/cars"]) {
      const response = await app.send(tenant.host, path);
      expect(response.status).toBe(expected);
      if (code) expect((await json(response)).code).toBe(code);
    }
    const login = await app.send(tenant.host, "/api/admin/auth/login", {
      method: "POST",
      body: JSON.stringify({ email: tenant.owner.email, password: tenant.owner.password }),
    });
    expect(login.status).toBe(expected);
    expect((await app.send(tenant.host, "/health")).status).toBe(200);
  });

  test("is seen within a second by processes that are told nothing", async () => {
    const tenant = await createTestTenant(app);
    const all = [app, other];
    for (const using of all) expect((await siteAt(tenant.host, {}, using)).status).toBe(200);
    await setTenantStatus(app.ownerUrl, tenant.slug, "suspended");
    await Bun.sleep(1_000);
    for (const using of all) expect((await siteAt(tenant.host, {}, using)).status).toBe(403);
    await setTenantStatus(app.ownerUrl, tenant.slug, "active");
    await Bun.sleep(1_000);
    for (const using of all) expect((await siteAt(tenant.host, {}, using)).status).toBe(200);
  });

  test("a domain added later is found within a second, though it was asked for before", async () => {
    const tenant = await createTestTenant(app);
    const domain = `${unique()}.example.com`;
    expect((await siteAt(domain)).status).toBe(404);
    await addDomain(app.ownerUrl, tenant.slug, domain, "localhost");
    await Bun.sleep(1_000);
    expect(await siteAt(domain)).toMatchObject({ status: 200, slug: tenant.slug });
  });
});

describe("the operator", () => {
  const newTenant = (slug: string, domains: string[] = []) => ({
    slug,
    domains,
    name: "Maju Motor",
    owner: { name: "Budi", email: "BUDI@maju.test", password: "a long password" },
  });

  test("cannot give a slug or a domain twice, and nothing is half-made", async () => {
    const slug = `op-${unique()}`;
    const domain = `${slug}.example.com`;
    await createTenant(app.ownerUrl, newTenant(slug, [domain]), "localhost");
    await expect(createTenant(app.ownerUrl, newTenant(slug), "localhost")).rejects.toMatchObject({
      code: "SLUG_TAKEN",
    });
    const second = `op-${unique()}`;
    await expect(
      createTenant(
        app.ownerUrl,
        newTenant(second, ["free.example.com", domain.toUpperCase()]),
        "localhost",
      ),
    ).rejects.toMatchObject({ code: "DOMAIN_TAKEN" });
    await expect(addDomain(app.ownerUrl, slug, domain, "localhost")).rejects.toMatchObject({
      code: "DOMAIN_TAKEN",
    });
    const slugs = (await listTenants(app.ownerUrl)).map((tenant) => tenant.slug);
    expect(slugs).toContain(slug);
    expect(slugs).not.toContain(second);
  });

  test.each(["-x", "Prima", "a b", "", "x".repeat(64)])("cannot use %j as a slug", async (slug) => {
    await expect(createTenant(app.ownerUrl, newTenant(slug), "localhost")).rejects.toThrow(
      /host name/,
    );
  });
});

describe("browsers", () => {
  test("may call from the dealership's own domains only", async () => {
    const domain = `${unique()}.example.com`;
    const tenant = await createTestTenant(app, { domains: [domain] });
    const allowed = async (origin: string) =>
      (await app.send(tenant.host, "/api/site", { headers: { Origin: origin } })).headers.get(
        "Access-Control-Allow-Origin",
      );
    expect(await allowed(`https://${domain}`)).toBe(`https://${domain}`);
    expect(await allowed(`http://${tenant.host}:3000`)).toBe(`http://${tenant.host}:3000`);
    for (const origin of ["https://evil.test", `https://${domain}.evil.test`, "null"]) {
      expect(await allowed(origin)).toBeNull();
    }
    const preflight = await app.send(tenant.host, "/api/admin/cars", {
      method: "OPTIONS",
      headers: {
        Origin: `https://${domain}`,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,if-match",
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toMatch(/If-Match/);
  });
});

test("the public surface is limited per address and dealership", async () => {
  const limited = createTestApp({ config: { RATE_LIMIT_MAX_REQUESTS: 3 } });
  const [tenant, neighbour] = [await createTestTenant(app), await createTestTenant(app)];
  const ask = (host: string, client: string) => limited.send(host, "/api/site", { client });
  for (const left of [2, 1, 0]) {
    const response = await ask(tenant.host, "198.51.100.7");
    expect(response.status).toBe(200);
    expect(response.headers.get("RateLimit")).toMatch(new RegExp(`^"public";r=${left};t=\\d+$`));
  }
  const refused = await ask(tenant.host, "198.51.100.7");
  expect([refused.status, (await json(refused)).code]).toEqual([429, "RATE_LIMITED"]);
  expect(Number(refused.headers.get("Retry-After"))).toBeWithin(1, 61);
  expect((await ask(tenant.host, "198.51.100.8")).status).toBe(200);
  expect((await ask(neighbour.host, "198.51.100.7")).status).toBe(200);
  await ask(tenant.host, "2001:db8:1:2:aaaa::1");
  await ask(tenant.host, "2001:db8:1:2:bbbb::2");
  await ask(tenant.host, "2001:db8:1:2::3");
  expect((await ask(tenant.host, "2001:db8:1:2:ffff::4")).status).toBe(429);
  await limited.close();
});

test("health needs no dealership and tells of a database that is away", async () => {
  const healthy = await app.send("", "/health");
  expect(await json(healthy)).toMatchObject({ status: "ok", database: "ok", redis: null });
  const broken = createTestApp({
    ownerUrl: "postgresql://nobody:none@127.0.0.1:1/none",
    logLevel: "silent",
  });
  const down = await broken.send("", "/health");
  expect([down.status, (await json(down)).database]).toEqual([503, "down"]);
  const site = await broken.send("prima.localhost", "/api/site");
  expect([site.status, site.headers.get("Retry-After")]).toEqual([503, "2"]);
  await broken.close();
});

test("a domain below the base domain belongs to nobody but its slug", async () => {
  const [one, other] = [await createTestTenant(app), await createTestTenant(app)];
  for (const domain of [other.host, "free.localhost", "A.B.localhost."]) {
    await expect(addDomain(app.ownerUrl, one.slug, domain, "localhost")).rejects.toThrow(/slugs/);
  }
  expect(await siteAt(other.host)).toMatchObject({ slug: other.slug });
});

test("a domain that is removed answers no more, and the next becomes primary", async () => {
  const [first, second] = [`${unique()}.example.com`, `${unique()}.example.com`];
  const tenant = await createTestTenant(app, { domains: [first, second] });
  expect(await removeDomain(app.ownerUrl, tenant.slug, first.toUpperCase())).toBe(first);
  expect((await siteAt(first)).status).toBe(404);
  expect(await siteAt(second)).toMatchObject({ status: 200, domains: [second] });
  await expect(removeDomain(app.ownerUrl, tenant.slug, first)).rejects.toMatchObject({
    code: "DOMAIN_NOT_FOUND",
  });
});

test("a visitor who asks for hosts that do not exist is slowed down", async () => {
  const limited = createTestApp({ config: { RATE_LIMIT_MAX_REQUESTS: 3 } });
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const response = await limited.send(`${unique()}.test`, "/api/site", { client: "192.0.2.77" });
    statuses.push(response.status);
  }
  expect(statuses).toEqual([404, 404, 404, 429, 429]);
  await limited.close();
});
