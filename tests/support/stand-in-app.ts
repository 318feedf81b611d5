import type { FrontDoor } from "../../src/http/front-door.ts";
import { type Serving, serve } from "../../src/http/listener/serve.ts";
import { giveReady, makeReady } from "../../src/http/ready-answer.ts";
import { createLogger, type Logger } from "../../src/infra/logger.ts";

const KIND = { route: "/ready", type: "text/plain", headers: {}, lines: {} };

/** A door that has these bodies ready, by their targets. */
export function doorOf(bodies: Record<string, string>): FrontDoor {
  const ready = new Map(
    Object.entries(bodies).map(([target, body]) => {
      const known = { version: 1, expiresAt: Number.MAX_VALUE, kind: KIND, views: null };
      return [target, makeReady({ type: KIND.type, body }, known)];
    }),
  );
  return ({ target, headers }) => {
    const found = ready.get(target);
    const parts = found && giveReady(found, "identity", headers["if-none-match"]);
    if (!parts) return null;
    const own = { requestId: target.slice(1), rateLimit: "none", allowedOrigin: undefined };
    return { parts, kind: KIND, ...own };
  };
}

type Fetch = Parameters<typeof serve>[0]["app"]["fetch"];

/** The listener in front of an app that is a function, and of bodies that are ready. */
export function serveStandIn(
  fetch: Fetch,
  {
    ready = {},
    frontDoor = doorOf(ready),
    ...options
  }: {
    ready?: Record<string, string>;
    frontDoor?: FrontDoor;
    port?: number;
    lookInterval?: number;
    log?: Logger;
  } = {},
): Serving {
  return serve({
    ...{ port: 0, sharesPort: false, log: createLogger("error"), ...options },
    app: { fetch, frontDoor },
  });
}

export const isLinux = process.platform === "linux";

/** The open files and connections of this process, on Linux. */
export const openDescriptors = async () =>
  (await Array.fromAsync(new Bun.Glob("*").scan({ cwd: "/proc/self/fd", onlyFiles: false })))
    .length;
