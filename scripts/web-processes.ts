import { join } from "node:path";
import type { Config } from "../src/config.ts";
import type { Logger } from "../src/infra/logger.ts";
import type { WebServer } from "../src/main.ts";
import type { Instructions, StartReport } from "./web-process.ts";

const PROGRAM = join(import.meta.dir, "web-process.ts");
/** Milliseconds until a process that ended is replaced: at first, and when it ends again and again. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [200, 30_000];
/** Milliseconds after which a process that ended had been sound. */
const SOUND_AFTER = 30_000;
/** Milliseconds for all to stop by themselves: more than they take for what is under way. */
const STOP_LIMIT = 13_000;

interface Surroundings {
  config: Config;
  log: Logger;
  ownerUrl: string;
  rootSecret: string;
}

type Process = Bun.Subprocess<"ignore", "inherit", "inherit">;

/**
 * Serves by WEB_CONCURRENCY processes that share config.PORT, and replaces each that ends.
 * @throws when the port is taken by anybody else, or a process cannot start.
 */
export async function startWebProcesses({
  config,
  log,
  ...secrets
}: Surroundings): Promise<WebServer> {
  const instructions: Instructions = { port: await findPort(config.PORT), ...secrets };
  const running = new Set<Process>();
  const stopping = new AbortController();

  function start(): { child: Process; ready: Promise<void> } {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const child = Bun.spawn([process.execPath, PROGRAM], {
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (message: StartReport) => {
        if (message.ready) resolve();
        else reject(Object.assign(new Error(message.message), { code: message.code }));
      },
    });
    running.add(child);
    child.send(instructions);
    void child.exited.then(() => {
      running.delete(child);
      reject(new Error("It ended as it started."));
    });
    promise.catch(({ message }) => {
      if (!stopping.signal.aborted) log.error({ reason: message }, "a web process cannot start");
    });
    return { child, ready: promise };
  }

  async function replaceForEver(first: Process): Promise<void> {
    let pause = FIRST_PAUSE;
    for (let child = first; ; child = start().child) {
      const startedAt = performance.now();
      await child.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > SOUND_AFTER) pause = FIRST_PAUSE;
      const { pid, exitCode, signalCode } = child;
      log.warn({ pid, exitCode, signalCode, pause }, "a web process ended; another one starts");
      await Promise.race([Bun.sleep(pause), aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  async function stop(): Promise<void> {
    stopping.abort();
    for (const child of running) child.kill("SIGTERM");
    const late = setTimeout(() => {
      for (const child of running) child.kill("SIGKILL");
    }, STOP_LIMIT);
    await Promise.all([...running].map((child) => child.exited));
    clearTimeout(late);
  }

  const started = Array.from({ length: config.WEB_CONCURRENCY }, start);
  try {
    await Promise.all(started.map(({ ready }) => ready));
  } catch (error) {
    await stop();
    throw error;
  }
  for (const { child } of started) void replaceForEver(child);
  return { port: instructions.port, stop };
}

/** A port that nobody listens on, also none who would share it. @throws EADDRINUSE. */
async function findPort(wanted: number): Promise<number> {
  const probe = Bun.serve({ port: wanted, fetch: () => new Response(null, { status: 503 }) });
  const found = probe.port ?? wanted;
  await probe.stop(true);
  return found;
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
