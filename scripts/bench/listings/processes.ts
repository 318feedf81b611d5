/** The servers of a benchmark, each a process of its own, all of which end with it. */
import { closeSync, openSync } from "node:fs";
import { readFile, truncate } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../../free-port.ts";
import { cpuSeconds, memoryMb } from "./process-figures.ts";

/** Milliseconds in which a server is to answer. */
const START_LIMIT = 60_000;
/** Bytes of log after which it is emptied: the disk is not measured. */
const LOG_LIMIT = 200_000_000;

export interface Command {
  name: string;
  /** @param port that the server is to listen on. */
  command: (port: number) => string[] | Promise<string[]>;
  env?: (port: number) => Record<string, string>;
  cwd?: string;
  /** Whether it answers requests now. */
  isReady?: (port: number) => Promise<boolean>;
}

export interface Served {
  name: string;
  port: number;
  /** Seconds of CPU used so far, with its children. */
  cpu(): Promise<number>;
  /** Megabytes in memory, with its children. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export interface Processes {
  /** Starts a server and waits until it answers. @throws with the end of its log when it does not. */
  serve(command: Command): Promise<Served>;
  /** Ends them all; none is started after it. */
  stopAll(): Promise<void>;
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

/** @param folder where the servers' logs go. */
export function createProcesses(folder: string): Processes {
  const running = new Set<Bun.Subprocess>();
  const logs = new Set<string>();
  let isOver = false;
  const emptying = setInterval(async () => {
    for (const log of logs) if (Bun.file(log).size > LOG_LIMIT) await truncate(log, 0);
  }, 1_000);

  const end = async (child: Bun.Subprocess) => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
    await child.exited;
    clearTimeout(late);
    running.delete(child);
  };

  async function serve({ name, command, env, cwd, isReady = answers }: Command): Promise<Served> {
    const port = await freePort();
    const log = join(folder, `${name.replaceAll(/\W+/g, "-")}-${port}.log`);
    const words = await command(port);
    if (isOver) throw new Error(`${name} is not started: the benchmark is over`);
    const output = openSync(log, "a");
    logs.add(log);
    const child = Bun.spawn(words, {
      ...{ cwd, env: { ...process.env, ...env?.(port) } },
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    running.add(child);
    const until = performance.now() + START_LIMIT;
    while (!(await isReady(port))) {
      if (child.exitCode !== null || performance.now() > until) {
        await end(child);
        const told = (await readFile(log, "utf8")).slice(-2_000);
        throw new Error(`${name} did not start: ${told}`);
      }
      await Bun.sleep(50);
    }
    return {
      ...{ name, port, stop: () => end(child) },
      cpu: () => cpuSeconds(child.pid),
      memory: () => memoryMb(child.pid),
    };
  }

  return {
    serve,
    stopAll: async () => {
      isOver = true;
      clearInterval(emptying);
      await Promise.all([...running].map(end));
    },
  };
}
