import { cors } from "hono/cors";
import { createMiddleware } from "hono/factory";
import { normaliseHost } from "../../domain/tenants/normalise-host.ts";
import type { AppEnv } from "../env.ts";

const ALLOWED_HEADERS = ["Content-Type", "Authorization", "If-Match", "X-Request-Id"];
const EXPOSED_HEADERS = ["X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After", "ETag"];

/** Lets browsers call from pages on the dealership's own domains, and from no others. */
export const ownDomainsCors = () =>
  createMiddleware<AppEnv>((c, next) => {
    const { hosts } = c.get("tenant");
    const here = normaliseHost(c.req.header("Host") ?? "");
    const isOwn = (origin: string) => {
      const host = URL.canParse(origin) ? normaliseHost(new URL(origin).host) : null;
      return host !== null && (host === here || hosts.includes(host));
    };
    return cors({
      origin: (origin) => (isOwn(origin) ? origin : null),
      allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
      allowHeaders: ALLOWED_HEADERS,
      exposeHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    })(c, next);
  });
