import { createApp } from "./app.ts";
import { createDeps, type Surroundings } from "./deps.ts";
import { serve } from "./http/listener/serve.ts";
import { runDailies } from "./jobs/run-dailies.ts";
import { runInbox } from "./jobs/run-inbox.ts";
import { runWorker } from "./jobs/run-worker.ts";

/** Milliseconds that requests and jobs under way may take after a stop is asked for. */
const DRAIN_LIMIT = 10_000;
/** Milliseconds in which a second signal is an echo of the first. */
const REPEAT_WINDOW = 2_000;

export interface WebServer {
  port: number;
  /** Stops accepting, finishes what is under way (10 s at most), closes every connection. */
  stop(): Promise<void>;
}

/**
 * Serves every surface on config.PORT and does the jobs.
 * @param options sharesPort: with other processes that share it too, on Linux.
 * @throws when the port is taken.
 */
export function startWeb(surroundings: Surroundings, { sharesPort = false } = {}): WebServer {
  const deps = createDeps(surroundings);
  const { NODE_ENV, SMTP_URL, PORT } = surroundings.config;
  const serving = serve({ port: PORT, sharesPort, app: createApp(deps), log: deps.log });
  if (NODE_ENV === "production" && !SMTP_URL) {
    deps.log.warn("SMTP_URL is not set: invitations and password resets reach nobody");
  }
  const worker = runWorker(deps, surroundings.ownerUrl);
  const inbox = runInbox(deps);
  const dailies = runDailies(deps);
  return {
    port: serving.port,
    stop: async () => {
      const drained = Promise.all([
        ...[deps.live.close(), serving.stop(), worker.stop(), inbox.stop(), dailies.stop()],
      ]);
      await Promise.race([drained, Bun.sleep(DRAIN_LIMIT)]);
      await serving.terminate();
      await deps.close();
    },
  };
}

/**
 * Resolves when the process is asked to stop; a request 2 s later ends it at once. A terminal's
 * Ctrl-C arrives twice, from the terminal and from `bun run`, which passes it on.
 */
export function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.on(signal, () => {
        first ??= performance.now();
        if (performance.now() - first > REPEAT_WINDOW) process.exit(1);
        resolve(signal);
      });
    }
  });
}
