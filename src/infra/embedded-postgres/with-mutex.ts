import { randomBytes } from "node:crypto";
import { link, rm, writeFile } from "node:fs/promises";
import { findText, isCode } from "./files.ts";
import { isProcessAlive, readProcessMark } from "./process-mark.ts";

const RETRY_MS = 20;

/**
 * Runs `work` while no other process or call runs one for the same lock file.
 * The lock of a process that has died is taken over.
 * @param waitMs how long to wait for a living holder, in milliseconds
 * @throws Error naming the holder when the wait is over
 */
export async function withMutex<T>(
  path: string,
  work: () => Promise<T>,
  waitMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + waitMs;
  const mark = await readProcessMark(process.pid);
  const claim = `${process.pid}\n${mark}\n${randomBytes(8).toString("hex")}`;
  while (!(await placeLock(path, claim))) {
    const held = await findText(path);
    if (held === null) continue;
    if (await isHolderAlive(held)) {
      if (Date.now() > deadline) throw new Error(describeHolder(path, held, waitMs));
      await Bun.sleep(RETRY_MS);
    } else {
      await removeStaleLock(path, held, waitMs);
    }
  }
  try {
    return await work();
  } finally {
    if ((await findText(path)) === claim) await rm(path, { force: true });
  }
}

// link(2) creates the lock with its content in one step: nobody ever reads a half-written one.
async function placeLock(path: string, claim: string): Promise<boolean> {
  if ((await findText(path)) !== null) return false;
  const draft = `${path}.${claim.slice(-16)}`;
  await writeFile(draft, claim);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

// Serialised by a lock of its own: otherwise one process could remove the fresh lock of another
// that has just replaced the same stale one.
async function removeStaleLock(path: string, stale: string, waitMs: number): Promise<void> {
  await withMutex(
    `${path}.stale`,
    async () => {
      if ((await findText(path)) === stale) await rm(path, { force: true });
    },
    waitMs,
  );
}

async function isHolderAlive(held: string): Promise<boolean> {
  const [pid = "", mark = ""] = held.split("\n");
  return /^\d+$/.test(pid) && (await isProcessAlive(Number(pid), mark));
}

function describeHolder(path: string, held: string, waitMs: number): string {
  const pid = held.split("\n")[0] ?? "?";
  return (
    `Process ${pid} has been starting or stopping PostgreSQL for more than ` +
    `${Math.round(waitMs / 1000)} s (lock file ${path}). ` +
    "Wait and try again; if that process hangs, end it first."
  );
}
