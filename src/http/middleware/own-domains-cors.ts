import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import type { TenantRecord } from "../../db/index.ts";
import { normaliseHost } from "../../domain/tenants/normalise-host.ts";
import type { AppEnv } from "../env.ts";

const ALLOWED_HEADERS = ["Content-Type", "Authorization", "If-Match", "X-Request-Id"];
export const EXPOSED_HEADERS = [
  "X-Request-Id",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "ETag",
  "Location",
  "Allow",
];

/** Whether a page's origin is one of the dealership's own domains. */
export function isOwnOrigin({ hosts, slug }: TenantRecord, baseDomain: string, origin: string) {
  const url = URL.parse(origin);
  const host = url && /^https?:$/.test(url.protocol) ? normaliseHost(url.host) : null;
  return host !== null && (host === `${slug}.${baseDomain}` || hosts.includes(host));
}

/**
 * Lets browsers call from pages on the dealership's own domains, and from no others. Where no origin
 * is named, as by whatever is no page, it says what hono's would, without making the answer anew.
 */
export const ownDomainsCors = (baseDomain: string) =>
  createMiddleware<AppEnv>(async (c, next) => {
    if (!c.req.header("Origin") && c.req.method !== "OPTIONS") {
      await next();
      c.res.headers.append("Vary", "Origin");
      c.res.headers.set("Access-Control-Expose-Headers", EXPOSED_HEADERS.join(","));
      return;
    }
    const tenant = c.get("tenant");
    return cors({
      origin: (origin) => (isOwnOrigin(tenant, baseDomain, origin) ? origin : null),
      allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ALLOWED_HEADERS,
      exposeHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    })(c, next);
  });
