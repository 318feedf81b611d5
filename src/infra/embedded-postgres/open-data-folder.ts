import { access, chown, constants, mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

/** Where each thing of one cluster lies below the folder given as `dataDir`. */
export interface DataFolder {
  path: string;
  cluster: string;
  /** Prefix of folders in which a cluster is being initialised. */
  unfinished: string;
  password: string;
  log: string;
  lock: string;
  leases: string;
}

/**
 * Creates the data folder (mode 0700) and its leases folder when absent.
 * An existing folder keeps its mode and owner.
 * @throws Error when it is closed to this user
 */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  const path = resolve(dataDir);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
    throw new Error(`The data folder ${path} is closed to this user: run as its owner or as root.`);
  });
  const leases = join(path, "postgres.leases");
  const created = await mkdir(leases, { recursive: true, mode: 0o700 });
  const owner = await stat(path);
  if (created !== undefined && process.getuid?.() === 0) await chown(leases, owner.uid, owner.gid);
  const cluster = join(path, "postgres");
  return {
    path,
    cluster,
    unfinished: `${cluster}.new-`,
    password: join(path, "postgres.password"),
    log: join(path, "postgres.log"),
    lock: join(path, "postgres.lock"),
    leases,
  };
}
