/** Which header names the dealership, with and without a trusted proxy in front. */
import { afterAll, describe, expect, test } from "bun:test";
import { json } from "../support/json.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { createTestTenant, logIn } from "../support/test-tenant.ts";

const direct = createTestApp();
const proxied = createTestApp({ config: { TRUST_PROXY: true } });
afterAll(() => Promise.all([direct.close(), proxied.close()]));

const a = await createTestTenant(direct);
const b = await createTestTenant(direct);
const staff = await logIn(direct, a, a.owner);

async function siteAt(app: TestApp, host: string, headers: Record<string, string>) {
  const response = await app.send(host, "/api/site", { headers });
  return response.status === 200 ? (await json(response)).data.slug : response.status;
}

const me = async (app: TestApp, host: string, forwarded: string) => {
  const headers = { Authorization: `Bearer ${staff.token}`, "X-Forwarded-Host": forwarded };
  return (await app.send(host, "/api/admin/auth/me", { headers })).status;
};

describe("X-Forwarded-Host", () => {
  test("is nothing without a trusted proxy", async () => {
    expect(await siteAt(direct, a.host, { "X-Forwarded-Host": b.host })).toBe(a.slug);
    expect(await siteAt(direct, "nowhere.test", { "X-Forwarded-Host": a.host })).toBe(404);
    expect(await siteAt(direct, "", { "X-Forwarded-Host": a.host })).toBe(404);
    expect(await me(direct, a.host, b.host)).toBe(200);
    expect(await me(direct, b.host, a.host)).toBe(401);
  });

  test("names the dealership behind one", async () => {
    expect(await siteAt(proxied, "inner.test", { "X-Forwarded-Host": a.host })).toBe(a.slug);
    expect(await siteAt(proxied, a.host, { "X-Forwarded-Host": b.host })).toBe(b.slug);
    expect(await siteAt(proxied, a.host, { "X-Forwarded-Host": "nowhere.test" })).toBe(404);
    expect(await siteAt(proxied, a.host, {})).toBe(a.slug);
    expect(await me(proxied, "inner.test", a.host)).toBe(200);
    expect(await me(proxied, a.host, b.host)).toBe(401);
  });
});

test.each(["X-Host", "X-Original-Host", "Forwarded", "X-Tenant", "X-Tenant-Id"])(
  "%s is nothing, with a proxy or without",
  async (name) => {
    for (const value of [b.host, b.slug, b.id, `host=${b.host}`]) {
      expect(await siteAt(direct, a.host, { [name]: value })).toBe(a.slug);
      expect(await siteAt(proxied, a.host, { [name]: value })).toBe(a.slug);
    }
  },
);
