import { createMiddleware } from "hono/factory";
import type { Deps } from "../../deps.ts";
import { DomainError } from "../../domain/errors.ts";
import { assertOpen } from "../../domain/tenants/assert-open.ts";
import type { AppEnv } from "../env.ts";
import { requestHost } from "../request-host.ts";
import { enforceRateLimit } from "./rate-limit.ts";

/**
 * Finds the dealership by the Host header. Misses are counted for each visitor's address, as
 * each may cost a look-up.
 * @param usableFor milliseconds for which what was found may be used.
 * @throws DomainError not found TENANT_NOT_FOUND for a missing or unknown host.
 */
export const resolveTenant = ({ tenants, config, rateLimits }: Deps, usableFor?: number) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const host = requestHost(c.req.header(), config.TRUST_PROXY);
    const tenant = host ? await tenants.find(host, usableFor) : null;
    if (!tenant) {
      await enforceRateLimit(c, rateLimits.public, `no tenant:${c.get("client")}`);
      throw new DomainError("not_found", "TENANT_NOT_FOUND", "No dealership lives at this host.");
    }
    c.set("tenant", tenant);
    await next();
  });

/** @throws DomainError forbidden for a suspended or expired dealership. */
export const requireOpenTenant = ({ clock }: Deps) =>
  createMiddleware<AppEnv>(async (c, next) => {
    assertOpen(c.get("tenant"), clock());
    await next();
  });
