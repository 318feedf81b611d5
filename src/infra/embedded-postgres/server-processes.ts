import { readlink, stat } from "node:fs/promises";
import { listEntries } from "./files.ts";
import { isProcessAlive } from "./process-mark.ts";
import { runCommand } from "./run-command.ts";

const PROGRAM = /\/(?:postgres|initdb)(?: \(deleted\))?$/;

/**
 * Whether this process is a PostgreSQL server of this folder, and not one of a copy of the folder
 * or a stranger that was given the same process id.
 */
export async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === "linux") return worksIn(pid, cluster);
  const { code, output } = await runCommand("ps", ["-o", "command=", "-p", String(pid)]);
  return code === 0 && output.includes(cluster);
}

/**
 * Ends at once what still runs in a folder whose server is gone: backends that have not noticed
 * yet, or an initdb whose parent was killed. Does nothing on systems without /proc.
 */
export async function endServerProcesses(folder: string): Promise<void> {
  for (let round = 0; round < 500; round += 1) {
    const found = await findServerProcesses(folder);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    }
    await Bun.sleep(10);
  }
  throw new Error(`PostgreSQL processes in ${folder} could not be ended.`);
}

/** Waits until a process has ended; false when it lives on after `waitMs` milliseconds. */
export async function waitForEnd(pid: number, waitMs: number): Promise<boolean> {
  const deadline = Date.now() + waitMs;
  while (await isProcessAlive(pid)) {
    if (Date.now() > deadline) return false;
    await Bun.sleep(10);
  }
  return true;
}

async function findServerProcesses(folder: string): Promise<number[]> {
  if (process.platform !== "linux") return [];
  const pids = (await listEntries("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => pid !== process.pid && (await worksIn(pid, folder))),
  );
  return pids.filter((_, index) => found[index]);
}

// PostgreSQL's processes keep their data folder as working directory.
async function worksIn(pid: number, folder: string): Promise<boolean> {
  try {
    if (!PROGRAM.test(await readlink(`/proc/${pid}/exe`))) return false;
    const [theirs, ours] = await Promise.all([
      stat(`/proc/${pid}/cwd`, { bigint: true }),
      stat(folder, { bigint: true }),
    ]);
    return theirs.ino === ours.ino && theirs.dev === ours.dev;
  } catch {
    return false;
  }
}
