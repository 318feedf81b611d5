import { join } from "node:path";
import { findText, listEntries } from "./files.ts";
import type { DataFolder } from "./open-data-folder.ts";

/** Whether the folder holds a whole cluster. */
export async function hasCluster(folder: DataFolder): Promise<boolean> {
  return (await listEntries(folder.cluster)).length > 0;
}

/** @throws Error when the cluster is not one of this major version, such as "18" */
export async function assertClusterMajor(folder: DataFolder, major: string): Promise<void> {
  const found = (await findText(join(folder.cluster, "PG_VERSION")))?.trim();
  if (found === major) return;
  if (found === undefined) {
    throw new Error(`${folder.cluster} holds no database cluster: move it away and start again.`);
  }
  throw new Error(
    `${folder.cluster} holds a cluster of PostgreSQL ${found}; this release runs ${major}. ` +
      `Dump it with PostgreSQL ${found} (pg_dumpall), move the folder away, start again, and load ` +
      "the dump; or use pg_upgrade.",
  );
}
