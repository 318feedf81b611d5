/** Where the operator's commands say that the gateway posts to. */
import { afterAll, expect, test } from "bun:test";
import { addDevice } from "../../scripts/tenant/devices.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

const ENVIRONMENTS = ["production", "development"] as const;

test("a webhook's address is at the dealership's own domain, and at its slug in development", async () => {
  const domain = `d${crypto.randomUUID().slice(0, 8)}.example.com`;
  const { slug } = await createTestTenant(app, { domains: [domain] });
  const other = await createTestTenant(app);
  const addressOf = async (of: string, environment: (typeof ENVIRONMENTS)[number]) => {
    const config = { ...app.deps.config, NODE_ENV: environment, PORT: 3999 };
    const database = {
      ...{ config, ownerUrl: app.ownerUrl, log: app.deps.log },
      close: async () => {},
    };
    const added = await addDevice(database, { slug: of, label: environment });
    return new URL((added.json as { url: string }).url).origin;
  };
  const base = app.deps.config.BASE_DOMAIN;
  expect(await addressOf(slug, "production")).toBe(`https://${domain}`);
  expect(await addressOf(other.slug, "production")).toBe(`https://${other.slug}.${base}`);
  expect(await addressOf(slug, "development")).toBe(`http://${slug}.${base}:3999`);
});
