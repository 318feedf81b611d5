import type { TCPSocketListenOptions } from "bun";
import type { Logger } from "../../infra/logger.ts";
import type { FrontDoor } from "../front-door.ts";
import { type Connection, createConnections } from "./connections.ts";
import type { Fetch } from "./make-answer.ts";
import type { Behind } from "./upstream.ts";

export interface Listener {
  port: number;
  /** Takes no more connections, ends those that rest; resolves when the last has ended. */
  stop(): Promise<void>;
  /** Ends all connections at once. */
  terminate(): void;
}

/** For both versions of IP, or for IPv4 where there is no other. */
function listenOnAll(options: Omit<TCPSocketListenOptions<Connection>, "hostname">) {
  try {
    return Bun.listen<Connection>({ ...options, hostname: "::" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") throw error;
    return Bun.listen<Connection>({ ...options, hostname: "0.0.0.0" });
  }
}

/**
 * Listens in front of the server: answers the public API by itself where it is asked in the plainest
 * form, and passes everything else on, byte for byte.
 * @throws when the port is taken.
 */
export function listen(options: {
  port: number;
  /** With other processes, on Linux. */
  sharesPort: boolean;
  frontDoor: FrontDoor;
  fetch: Fetch;
  behind: Behind;
  log: Logger;
  /** Milliseconds between two looks for connections that rest. */
  lookInterval?: number;
}): Listener {
  const { port, sharesPort, log, lookInterval = 5_000 } = options;
  const connections = createConnections(options);
  const listener = listenOnAll({
    ...{ port, reusePort: sharesPort },
    socket: {
      open: connections.accept,
      data: connections.receive,
      drain: connections.drain,
      close: connections.close,
      error: (socket, err) => {
        // What the system says of a connection has a code; everything else is a fault of ours.
        log["code" in err ? "debug" : "error"]({ err }, "a connection broke");
        socket.terminate();
      },
    },
  });
  const looking = setInterval(connections.look, lookInterval);
  looking.unref();
  return {
    port: listener.port,
    stop: () => {
      listener.stop();
      clearInterval(looking);
      return connections.stop();
    },
    terminate: connections.terminate,
  };
}
