import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findText, listEntries } from "./files.ts";
import { isProcessAlive, readProcessMark } from "./process-mark.ts";

/** Notes that this process uses the cluster; returns the lease file, to be removed on leaving. */
export async function takeLease(leases: string): Promise<string> {
  const file = join(leases, `${process.pid}.${randomBytes(4).toString("hex")}`);
  await writeFile(file, await readProcessMark(process.pid));
  return file;
}

/** Process ids of the living holders; leases of dead processes are removed. */
export async function listLeaseHolders(leases: string): Promise<number[]> {
  const holders = new Set<number>();
  for (const name of await listEntries(leases)) {
    const pid = Number.parseInt(name, 10);
    const mark = await findText(join(leases, name));
    if (mark === null || Number.isNaN(pid)) continue;
    if (await isProcessAlive(pid, mark)) holders.add(pid);
    else await rm(join(leases, name), { force: true });
  }
  return [...holders];
}
