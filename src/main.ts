import { createApp } from "./app.ts";
import { createDeps, type Surroundings } from "./deps.ts";

/** Milliseconds that requests under way may take after a stop is asked for. */
const DRAIN_LIMIT = 10_000;
/** Bytes; a little above the limit that is answered with a problem. */
const HARD_BODY_LIMIT = 2 * 1024 * 1024;

export interface WebServer {
  port: number;
  /** Stops accepting, finishes what is under way (10 s at most), closes every connection. */
  stop(): Promise<void>;
}

/** Serves every surface on config.PORT. @throws when the port is taken. */
export function startWeb(surroundings: Surroundings): WebServer {
  const deps = createDeps(surroundings);
  const app = createApp(deps);
  const server = Bun.serve({
    port: surroundings.config.PORT,
    maxRequestBodySize: HARD_BODY_LIMIT,
    fetch: (request, bunServer) => app.fetch(request, { server: bunServer }),
  });
  return {
    port: server.port ?? surroundings.config.PORT,
    stop: async () => {
      const drained = server.stop();
      const late = Bun.sleep(DRAIN_LIMIT).then(() => server.stop(true));
      await Promise.race([drained, late]);
      await deps.close();
    },
  };
}

/** Resolves when the process is asked to stop; a second request ends it at once. */
export function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        resolve(signal);
        process.on(signal, () => process.exit(1));
      });
    }
  });
}
