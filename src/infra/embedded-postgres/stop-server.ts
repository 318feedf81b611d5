import { readServerFile } from "./server-file.ts";
import { endServerProcesses, isServerOf, waitForEnd } from "./server-processes.ts";

const FAST_WAIT_MS = 30_000;
const IMMEDIATE_WAIT_MS = 5_000;

/**
 * Stops the server of this folder, if one runs, and waits until it has ended. It closes its
 * clients' connections and writes a checkpoint; one that has not ended in time is stopped without
 * the checkpoint, and recovers at the next start.
 * @param fastWaitMs how long it may take for the checkpoint, in milliseconds
 */
export async function stopServer(cluster: string, fastWaitMs = FAST_WAIT_MS): Promise<void> {
  const state = await readServerFile(cluster);
  if (state === null || !(await isServerOf(state.pid, cluster))) return;
  // The signals of `pg_ctl stop` in its modes fast and immediate.
  if (await endBySignal(state.pid, "SIGINT", fastWaitMs)) return;
  if (await endBySignal(state.pid, "SIGQUIT", IMMEDIATE_WAIT_MS)) return;
  await endBySignal(state.pid, "SIGKILL", IMMEDIATE_WAIT_MS);
  await endServerProcesses(cluster);
}

async function endBySignal(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself, which the wait confirms.
  }
  return waitForEnd(pid, waitMs);
}
