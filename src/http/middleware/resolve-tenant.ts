import { createMiddleware } from "hono/factory";
import { DomainError } from "../../domain/errors.ts";
import { assertOpen } from "../../domain/tenants/assert-open.ts";
import type { TenantDirectory } from "../../domain/tenants/tenant-directory.ts";
import type { AppEnv } from "../env.ts";

interface Options {
  tenants: TenantDirectory;
  trustProxy: boolean;
}

/** @throws not found TENANT_NOT_FOUND for a missing or unknown host. */
export const resolveTenant = ({ tenants, trustProxy }: Options) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const forwarded = trustProxy ? c.req.header("X-Forwarded-Host")?.split(",")[0]?.trim() : null;
    const host = forwarded || c.req.header("Host");
    const tenant = host ? await tenants.find(host) : null;
    if (!tenant) {
      throw new DomainError("not_found", "TENANT_NOT_FOUND", "No dealership lives at this host.");
    }
    c.set("tenant", tenant);
    await next();
  });

/** @throws forbidden for a suspended or expired dealership. */
export const requireOpenTenant = () =>
  createMiddleware<AppEnv>(async (c, next) => {
    assertOpen(c.get("tenant"), new Date());
    await next();
  });
