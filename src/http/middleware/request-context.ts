import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { Logger } from "../../infra/logger.ts";
import type { AppEnv } from "../env.ts";

const GIVEN_ID = /^[A-Za-z0-9._-]{8,64}$/;

const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
};

/** Without the prefix that a socket for both versions of IP gives an IPv4 address. */
const plainAddress = (address: string) =>
  address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "").slice(0, 64);

/** The first four groups of an IPv6 address: one customer's network. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const groups = head ? head.split(":") : [];
  const rest = tail ? tail.split(":") : [];
  const zeros = Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill("0");
  return `${[...groups, ...zeros, ...rest].slice(0, 4).join(":")}::/64`;
}

/** The address that the proxy appended; some write it with a port, which changes at will. */
function appended(forwarded: string | undefined): string | undefined {
  const last = forwarded?.split(",").at(-1)?.trim();
  return last?.replace(/^(?:\[([\da-f:.]+)\]|(\d+(?:\.\d+){3}))(?::\d+)?$/i, "$1$2");
}

/**
 * Gives a request its id, its logger and the client's address, answers with the headers that every
 * answer carries, and writes the access log: one line, without query, body or credentials.
 */
export function requestContext(options: { log: Logger; trustProxy: boolean }) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const started = performance.now();
    const given = c.req.header("X-Request-Id");
    const requestId = given && GIVEN_ID.test(given) ? given : Bun.randomUUIDv7();
    const log = options.log.child({ requestId });
    const forwarded = options.trustProxy ? appended(c.req.header("X-Forwarded-For")) : undefined;
    const client = plainAddress(
      forwarded || c.env?.server?.requestIP(c.req.raw)?.address || "unknown",
    );
    c.set("requestId", requestId);
    c.set("log", log);
    c.set("ip", client);
    c.set("client", networkOf(client));

    await next();

    c.header("X-Request-Id", requestId);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!c.res.headers.has(name)) c.header(name, value);
    }
    log.info(
      {
        tenant: c.get("tenant")?.slug,
        method: c.req.method,
        route: routePath(c, -1),
        status: c.res.status,
        ms: Math.round((performance.now() - started) * 100) / 100,
      },
      "request",
    );
  });
}
