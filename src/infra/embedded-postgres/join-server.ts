import { answersQuery } from "./ask-server.ts";
import { listLeaseHolders } from "./leases.ts";
import type { DataFolder } from "./open-data-folder.ts";
import { readServerFile } from "./server-file.ts";
import { isServerOf } from "./server-processes.ts";
import { READY_WAIT_MS } from "./start-server.ts";
import { stopServer } from "./stop-server.ts";

const ANSWER_WAIT_MS = 10_000;
const MUTE_STOP_WAIT_MS = 3_000;

/**
 * Finds the server already running in this folder, whoever started it, and waits until it is
 * ready. One that gives no answer is stopped, unless a living process uses it.
 * @returns its port on 127.0.0.1, or null when none runs
 * @throws Error when it gives no answer and is in use
 */
export async function joinServer(folder: DataFolder, password: string): Promise<number | null> {
  const began = Date.now();
  let muteSince: number | null = null;
  for (;;) {
    const state = await readServerFile(folder.cluster);
    if (state === null || !(await isServerOf(state.pid, folder.cluster))) return null;
    if (state.status === "stopping") {
      await stopServer(folder.cluster);
      return null;
    }
    if (state.status === "ready") {
      muteSince ??= Date.now();
      if (await answersQuery(state.port, password)) return state.port;
      if (Date.now() - muteSince > ANSWER_WAIT_MS) {
        await assertUnused(folder, state.pid);
        await stopServer(folder.cluster, MUTE_STOP_WAIT_MS);
        return null;
      }
    } else if (Date.now() - began > READY_WAIT_MS) {
      throw new Error(
        `PostgreSQL (process ${state.pid}) is still not ready after ${READY_WAIT_MS / 1000} s. ` +
          `See ${folder.log}, and start again to go on waiting.`,
      );
    }
    await Bun.sleep(20);
  }
}

async function assertUnused(folder: DataFolder, pid: number): Promise<void> {
  const holders = await listLeaseHolders(folder.leases);
  if (holders.length === 0) return;
  throw new Error(
    `PostgreSQL (process ${pid}) has given no answer for ${ANSWER_WAIT_MS / 1000} s, but process ` +
      `${holders.join(", ")} uses it. Stop that process first; see ${folder.log}.`,
  );
}
