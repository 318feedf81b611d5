import { chown, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { listEntries, syncFolder } from "./files.ts";
import type { DataFolder } from "./open-data-folder.ts";
import { type Account, runCommand } from "./run-command.ts";
import { endServerProcesses } from "./server-processes.ts";
import { SYNC_METHOD } from "./server-settings.ts";

/** The name of the cluster's owner, a superuser, and of its database. */
export const OWNER = "autoleads_owner";

/**
 * How a server names its own data folder. On Linux this link leads to it without any right on the
 * folders above, which the account may not have; the working directory must be that folder.
 */
export function nameCluster(cluster: string): string {
  return process.platform === "linux" ? "/proc/self/cwd" : cluster;
}

/** Removes what a killed initialisation has left; the caller holds the mutex. */
export async function removeUnfinishedClusters(folder: DataFolder): Promise<void> {
  const prefix = basename(folder.unfinished);
  for (const name of await listEntries(folder.path)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(folder.path, name);
    await endServerProcesses(path);
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Makes a new cluster: built in a folder beside it, then renamed, so that it is whole or absent.
 * Its collation is C.UTF-8 of PostgreSQL itself, which no update of the system changes.
 * @throws Error with initdb's output when that fails
 */
export async function initialiseCluster(
  folder: DataFolder,
  options: { initdb: string; account: Account; durable: boolean },
): Promise<void> {
  const unfinished = `${folder.unfinished}${process.pid}`;
  await mkdir(unfinished, { mode: 0o700 });
  if (options.account) await chown(unfinished, options.account.uid, options.account.gid);
  const password = await open(folder.password, "r");
  try {
    const { code, output } = await runCommand(
      options.initdb,
      [
        `--pgdata=${nameCluster(unfinished)}`,
        `--username=${OWNER}`,
        "--pwfile=/dev/stdin",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        options.durable ? `--sync-method=${SYNC_METHOD}` : "--no-sync",
      ],
      { account: options.account, cwd: unfinished, stdin: password.fd },
    );
    if (code !== 0) throw new Error(`initdb failed in ${folder.path}:\n${output.trim()}`);
    await rename(unfinished, folder.cluster);
    if (options.durable) await syncFolder(folder.path);
  } finally {
    await password.close();
    await rm(unfinished, { recursive: true, force: true });
  }
}
