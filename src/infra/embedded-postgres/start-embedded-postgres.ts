import { rm } from "node:fs/promises";
import { writeOwnerUrl } from "./ask-server.ts";
import { listLeaseHolders, takeLease } from "./leases.ts";
import { openCluster } from "./open-cluster.ts";
import { type DataFolder, openDataFolder } from "./open-data-folder.ts";
import { trimServerLog } from "./server-log.ts";
import { stopServer } from "./stop-server.ts";
import { watchServer } from "./watch-server.ts";
import { withMutex } from "./with-mutex.ts";

const LOG_TRIM_INTERVAL_MS = 10 * 60_000;

export interface EmbeddedPostgres {
  /** Address of the database `autoleads` for the cluster's owner, a superuser. */
  ownerUrl: string;
  /** Leaves the cluster; the last living process to leave stops it. May be called twice. */
  release(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds the cluster, its password, its log and its locks; created with mode 0700. */
  dataDir: string;
  /** Told each step that took place, with its duration in milliseconds. */
  report?: (step: string, milliseconds: number) => void;
  /** false gives up safety against a crash of the machine, for throw-away clusters. */
  durable?: boolean;
  /** PostgreSQL settings over the usual ones; not applied to a server that already runs. */
  settings?: Record<string, string>;
}

/**
 * Gives a running PostgreSQL with the database `autoleads` in `dataDir`: joins the server another
 * process has started or left behind, or starts one, making the cluster the first time. A server
 * that dies is started again on its port. Listens on
 * 127.0.0.1 only. Any number of processes of one machine, or of one container, may use one folder
 * at a time; containers that do not see each other's processes may not share one.
 * @throws Error saying what to do when the machine, the folder or the server refuses
 */
export async function startEmbeddedPostgres({
  dataDir,
  report,
  durable = true,
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await openDataFolder(dataDir);
  return withMutex(folder.lock, async () => {
    const open = (tell?: EmbeddedPostgresOptions["report"]) =>
      openCluster(folder, {
        durable,
        settings,
        report: (step, began) => tell?.(step, performance.now() - began),
      });
    const { port, password } = await open(report);
    const lease = await takeLease(folder.leases);
    const stopWatching = watchServer(folder, open);
    const trimming = setInterval(() => {
      trimServerLog(folder.log).catch(() => undefined);
    }, LOG_TRIM_INTERVAL_MS);
    trimming.unref();
    let released: Promise<void> | undefined;
    return {
      ownerUrl: writeOwnerUrl(port, password),
      release: () => {
        clearInterval(trimming);
        stopWatching();
        released ??= leaveCluster(folder, lease);
        return released;
      },
    };
  });
}

async function leaveCluster(folder: DataFolder, lease: string): Promise<void> {
  await rm(lease, { force: true });
  await withMutex(folder.lock, async () => {
    if ((await listLeaseHolders(folder.leases)).length === 0) await stopServer(folder.cluster);
  });
}
