import { ensureDatabase } from "./ask-server.ts";
import { assertClusterMajor, hasCluster } from "./check-cluster.ts";
import { chooseAccount } from "./choose-account.ts";
import { findPlatformPackage, type PlatformPackage } from "./find-platform-package.ts";
import { initialiseCluster, removeUnfinishedClusters } from "./initialise-cluster.ts";
import { joinServer } from "./join-server.ts";
import { keepPassword } from "./keep-password.ts";
import type { DataFolder } from "./open-data-folder.ts";
import { placePrograms } from "./place-programs.ts";
import type { Account } from "./run-command.ts";
import { startServer } from "./start-server.ts";

export interface ClusterOptions {
  durable: boolean;
  settings: Record<string, string>;
  /** Told a step that took place, and when it began (`performance.now()`, milliseconds). */
  report: (step: string, began: number) => void;
}

/**
 * Joins the server of this folder or starts one, and makes what is missing: the password, the
 * cluster, the database. Each step may be repeated after a kill. The caller holds the mutex.
 */
export async function openCluster(
  folder: DataFolder,
  options: ClusterOptions,
): Promise<{ port: number; password: string }> {
  const source = await findPlatformPackage();
  if (await hasCluster(folder)) await assertClusterMajor(folder, source.major);
  const account = await chooseAccount(folder.cluster);
  const password = await keepPassword(folder, account);

  const joining = performance.now();
  const running = await joinServer(folder, password);
  if (running !== null) options.report("join running PostgreSQL", joining);
  const port = running ?? (await startCluster(folder, source, account, options));

  const creating = performance.now();
  if (await ensureDatabase(port, password)) options.report("create database", creating);
  return { port, password };
}

async function startCluster(
  folder: DataFolder,
  source: PlatformPackage,
  account: Account,
  { durable, settings, report }: ClusterOptions,
): Promise<number> {
  const copying = performance.now();
  const { initdb, postgres, copied } = await placePrograms(source, account);
  if (copied) report("copy PostgreSQL's programs", copying);

  await removeUnfinishedClusters(folder);
  if (!(await hasCluster(folder))) {
    const initialising = performance.now();
    await initialiseCluster(folder, { initdb, account, durable });
    report("initialise database cluster", initialising);
  }

  const starting = performance.now();
  const port = await startServer(folder, { postgres, account, durable, settings });
  report(`start PostgreSQL ${source.version}`, starting);
  return port;
}
