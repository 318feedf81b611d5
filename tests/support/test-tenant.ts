import { addDevice } from "../../src/domain/tenants/add-device.ts";
import { createTenant, type NewTenant } from "../../src/domain/tenants/create-tenant.ts";
import type { TestApp } from "./test-app.ts";
import { firstMail, tokenOf } from "./test-mail.ts";

const PASSWORD = "correct horse battery";

export interface TestTenant {
  id: string;
  slug: string;
  /** The Host header under which it lives. */
  host: string;
  owner: { id: string; email: string; password: string };
}

/** A dealership of this test alone. */
export async function createTestTenant(
  app: TestApp,
  overrides: Partial<NewTenant> = {},
): Promise<TestTenant> {
  const slug = overrides.slug ?? `t-${crypto.randomUUID().slice(0, 13)}`;
  const email = `owner@${slug}.test`;
  const created = await createTenant(
    app.ownerUrl,
    {
      slug,
      name: `Dealer ${slug}`,
      owner: { name: "Olla Owner", email, password: PASSWORD },
      ...overrides,
    },
    "localhost",
  );
  return {
    id: created.id,
    slug,
    host: `${slug}.localhost`,
    owner: { id: created.ownerId, email, password: PASSWORD },
  };
}

/** A WhatsApp device of the tenant and the token of its webhook; it sends if the gateway knows it. */
export const createTestDevice = (
  app: TestApp,
  tenant: TestTenant,
  secret?: string,
  gatewayToken?: string,
) =>
  addDevice(app.ownerUrl, {
    ...{ slug: tenant.slug, label: crypto.randomUUID(), secret },
    ...(gatewayToken && { gateway: { token: gatewayToken, secrets: app.deps.keys.secrets } }),
  });

export interface TestStaff {
  id: string;
  email: string;
  password: string;
  /** Access token, good at the tenant's host. */
  token: string;
}

/** Logs somebody in. */
export async function logIn(
  app: TestApp,
  tenant: TestTenant,
  { id, email, password }: { id: string; email: string; password: string },
): Promise<TestStaff> {
  const response = await app.send(tenant.host, "/api/admin/auth/login", {
    method: "POST",
    body: JSON.stringify({ email, password }),
  });
  const { data } = (await response.json()) as { data: { accessToken: string } };
  return { id, email, password, token: data.accessToken };
}

/** Somebody who works there, invited by the owner and logged in. */
export async function createTestStaff(
  app: TestApp,
  tenant: TestTenant,
  role: "owner" | "admin" | "sales",
): Promise<TestStaff> {
  const owner = await logIn(app, tenant, tenant.owner);
  const email = `${role}-${crypto.randomUUID().slice(0, 8)}@${tenant.slug}.test`;
  const invited = await app.send(tenant.host, "/api/admin/staff/invite", {
    method: "POST",
    headers: { Authorization: `Bearer ${owner.token}` },
    body: JSON.stringify({ name: `Somebody in ${role}`, email, role }),
  });
  const { data } = (await invited.json()) as { data: { staff: { id: string } } };
  const mail = await firstMail(app, tenant.host, email);
  await app.send(tenant.host, "/api/admin/auth/accept-invitation", {
    method: "POST",
    body: JSON.stringify({ token: tokenOf(mail?.text ?? ""), password: PASSWORD }),
  });
  return logIn(app, tenant, { id: data.staff.id, email, password: PASSWORD });
}
