import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { AccessLog } from "../../infra/access-log.ts";
import type { Logger } from "../../infra/logger.ts";
import { clientAddress, networkOf } from "../client-address.ts";
import type { AppEnv } from "../env.ts";
import { requestIdOf } from "../request-id.ts";
import { SECURITY_HEADERS } from "../security-headers.ts";

/**
 * Gives a request its id, its logger and the client's address, answers with the headers that every
 * answer carries, and writes the access log: one line, without query, body or credentials.
 */
export function requestContext(options: {
  log: Logger;
  accessLog: AccessLog;
  trustProxy: boolean;
}) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const started = performance.now();
    const requestId = requestIdOf(c.req.header("X-Request-Id"));
    const log = options.log.child({ requestId });
    const peer = c.env?.server?.requestIP(c.req.raw)?.address;
    const client = clientAddress(c.req.header(), peer, options.trustProxy);
    c.set("requestId", requestId);
    c.set("log", log);
    c.set("ip", client);
    c.set("client", networkOf(client));

    await next();

    // On the answer itself: with c.header, hono would make it anew for each.
    const { headers, status } = c.res;
    headers.set("X-Request-Id", requestId);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!headers.has(name)) headers.set(name, value);
    }
    const outcome = options.accessLog.outcome({
      ...{ tenant: c.get("tenant")?.slug, method: c.req.method },
      ...{ route: routePath(c, -1), status },
    });
    options.accessLog.write(requestId, outcome, performance.now() - started);
  });
}
