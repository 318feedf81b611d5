import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { normaliseHost } from "../../domain/tenants/normalise-host.ts";
import type { AppEnv } from "../env.ts";

const ALLOWED_HEADERS = ["Content-Type", "Authorization", "If-Match", "X-Request-Id"];
const EXPOSED_HEADERS = [
  "X-Request-Id",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "ETag",
  "Location",
  "Allow",
];

/** Lets browsers call from pages on the dealership's own domains, and from no others. */
export const ownDomainsCors = (baseDomain: string) =>
  createMiddleware<AppEnv>((c, next) => {
    const { hosts, slug } = c.get("tenant");
    const isOwn = (origin: string) => {
      const url = URL.parse(origin);
      const host = url && /^https?:$/.test(url.protocol) ? normaliseHost(url.host) : null;
      return host !== null && (host === `${slug}.${baseDomain}` || hosts.includes(host));
    };
    return cors({
      origin: (origin) => (isOwn(origin) ? origin : null),
      allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ALLOWED_HEADERS,
      exposeHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    })(c, next);
  });
