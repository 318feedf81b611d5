import { type ServerProcess, startServerProcess } from "../../tests/support/server-process.ts";

/** Milliseconds before a server that ended is started again. */
const RESTART_PAUSE = 200;

export interface SupervisedServer {
  port: number;
  /** How often it was killed here. */
  kills(): number;
  /** How often it ended by itself after it had answered once: a crash of its own. */
  crashes(): number;
  /** All that the processes printed. */
  output(): string;
  /** SIGKILL; another is started on the same port. */
  kill(): void;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Resolves when the process of the moment answers its health check, whatever it says. */
  answers(): Promise<void>;
  stop(): Promise<void>;
}

/** One of the product's own server processes on a port of its own, started anew whenever it ends. */
export function superviseServer(env: Record<string, string> & { PORT: string }): SupervisedServer {
  const port = Number(env.PORT);
  let kills = 0;
  let crashes = 0;
  let earlier = "";
  let stopped = false;
  let answered = false;
  let expected = false;
  let current: ServerProcess = startServerProcess(env);
  const supervising = (async () => {
    for (;;) {
      await current.child.exited;
      if (stopped) return;
      if (answered && !expected) crashes += 1;
      earlier += current.output();
      await Bun.sleep(RESTART_PAUSE);
      if (stopped) return;
      answered = false;
      expected = false;
      current = startServerProcess(env);
    }
  })();
  return {
    port,
    kills: () => kills,
    crashes: () => crashes,
    output: () => earlier + current.output(),
    kill: () => {
      if (current.child.exitCode !== null || expected) return;
      kills += 1;
      expected = true;
      current.child.kill("SIGKILL");
    },
    signal: (name) => current.child.kill(name),
    answers: async () => {
      while (!stopped) {
        const asked = current;
        const signal = AbortSignal.timeout(3_000);
        const answer = await asked.send("", "/health", { signal }).catch(() => null);
        if (answer && asked === current) {
          answered = true;
          return;
        }
        await Bun.sleep(50);
      }
    },
    stop: async () => {
      stopped = true;
      current.child.kill("SIGKILL");
      await current.child.exited;
      await supervising;
    },
  };
}
