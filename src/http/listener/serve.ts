import type { Logger } from "../../infra/logger.ts";
import type { FrontDoor } from "../front-door.ts";
import { type Listener, listen } from "./listen.ts";
import type { Fetch } from "./make-answer.ts";
import { createPeers } from "./peers.ts";

/** Bytes; Bun cuts the connection here, far above the limit that is answered with a problem. */
const HARD_BODY_LIMIT = 640 * 1024 * 1024;

export interface Serving {
  port: number;
  /** Takes no more connections; resolves when what is under way is answered, and has arrived. */
  stop(): Promise<void>;
  /** Ends every connection at once. */
  terminate(): Promise<void>;
}

/**
 * Serves an app on a port: the public API from the connection itself, everything else by a server
 * behind it that this machine alone can reach.
 * @throws when the port is taken.
 */
export function serve(options: {
  port: number;
  /** With other processes, on Linux. */
  sharesPort: boolean;
  /** Milliseconds; as for `listen`. */
  lookInterval?: number;
  app: { fetch: Fetch; frontDoor: FrontDoor };
  log: Logger;
}): Serving {
  const { app, ...rest } = options;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    maxRequestBodySize: HARD_BODY_LIMIT,
    fetch: (request) => app.fetch(withAddress(request), { server: bindings }),
  });
  const peers = createPeers((request) => server.requestIP(request));
  const bindings = {
    requestIP: peers.requestIP,
    timeout: (request: Request, seconds: number) => server.timeout(request, seconds),
  };
  const listener = listenOr(() => void server.stop(true), {
    ...{ ...rest, frontDoor: app.frontDoor, fetch: app.fetch },
    behind: { port: server.port ?? 0, peers },
  });
  return {
    port: listener.port,
    stop: async () => {
      const hasEnded = listener.stop();
      await server.stop();
      await server.stop(true);
      await hasEnded;
    },
    terminate: async () => {
      await server.stop(true);
      listener.terminate();
    },
  };
}

/** @throws as `listen`, once what was begun for it is undone. */
function listenOr(undo: () => void, options: Parameters<typeof listen>[0]): Listener {
  try {
    return listen(options);
  } catch (error) {
    undo();
    throw error;
  }
}

/** Without a Host header, as in HTTP/1.0, Bun gives a bare path for an address. */
function withAddress(request: Request): Request {
  return request.url.startsWith("/")
    ? new Request(`http://unknown${request.url}`, request)
    : request;
}
