import { type ChildProcess, spawn } from "node:child_process";
import { chown, open, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { nameCluster } from "./initialise-cluster.ts";
import type { DataFolder } from "./open-data-folder.ts";
import { type Account, COMMAND_ENVIRONMENT } from "./run-command.ts";
import { findLastPort, readServerFile } from "./server-file.ts";
import { readLogTail, trimServerLog } from "./server-log.ts";
import { endServerProcesses } from "./server-processes.ts";
import { listServerArguments } from "./server-settings.ts";

export interface ServerOptions {
  postgres: string;
  account: Account;
  durable: boolean;
  settings: Record<string, string>;
}

/** Recovery after a crash replays up to a gigabyte of log before the server is ready. */
export const READY_WAIT_MS = 300_000;

const PORT_TRIES = 10;
const PORT_TAKEN = /could not bind|could not create any TCP\/IP sockets/;

/**
 * Starts a server for a cluster that has none, and waits until it is ready. It keeps the port of
 * the last time while that is free, so that clients of a server that has died find the new one.
 * The server leads a session of its own: neither Ctrl-C nor our end reaches it.
 * @returns its port on 127.0.0.1
 * @throws Error with the last lines of its log
 */
export async function startServer(folder: DataFolder, options: ServerOptions): Promise<number> {
  await removeDeadServer(folder.cluster);
  await trimServerLog(folder.log);
  let port = (await findLastPort(folder.cluster)) ?? (await findFreePort());
  for (let tries = 1; ; tries += 1) {
    const failure = await tryPort(folder, options, port);
    if (failure === null) return port;
    if (!PORT_TAKEN.test(failure) || tries === PORT_TRIES) {
      throw new Error(
        `PostgreSQL did not start in ${folder.cluster}. The end of ${folder.log}:\n${failure}\n` +
          "Remove the cause it names (often disk space, memory, or the folder's owner or mode) " +
          "and start again; the data are untouched.",
      );
    }
    port = await findFreePort();
  }
}

/** The reason for a failure, out of the server's log, or null when it runs. */
async function tryPort(
  folder: DataFolder,
  options: ServerOptions,
  port: number,
): Promise<string | null> {
  const log = await open(folder.log, "a", 0o600);
  try {
    if (options.account) await chown(folder.log, options.account.uid, options.account.gid);
    const { size } = await stat(folder.log);
    const server = spawn(
      options.postgres,
      ["-D", nameCluster(folder.cluster), ...listServerArguments({ ...options, port })],
      {
        ...options.account,
        cwd: folder.cluster,
        env: COMMAND_ENVIRONMENT,
        stdio: ["ignore", log.fd, log.fd],
        detached: true,
      },
    );
    server.unref();
    const spawnFailure = await waitUntilReady(server, folder);
    return spawnFailure === null ? null : `${await readLogTail(folder.log, size)}${spawnFailure}`;
  } finally {
    await log.close();
  }
}

async function waitUntilReady(server: ChildProcess, folder: DataFolder): Promise<string | null> {
  let end: string | null = null;
  server.on("error", (error) => {
    end = ` (${error.message})`;
  });
  server.on("exit", (code, signal) => {
    end = ` (ended with ${signal ?? `code ${code}`})`;
  });
  const deadline = Date.now() + READY_WAIT_MS;
  while (end === null) {
    const state = await readServerFile(folder.cluster);
    if (state?.pid === server.pid && state?.status === "ready") return null;
    if (Date.now() > deadline) {
      return ` (still not ready after ${READY_WAIT_MS / 1000} s; start again to go on waiting)`;
    }
    await Bun.sleep(5);
  }
  return end;
}

// A new server takes any living process with the old one's id for the old one, and with the file
// removed it takes no notice of old backends. So both go, and only where the processes are known.
async function removeDeadServer(cluster: string): Promise<void> {
  if (process.platform !== "linux") return;
  await endServerProcesses(cluster);
  await rm(join(cluster, "postmaster.pid"), { force: true });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
