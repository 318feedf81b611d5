import type { DataFolder } from "./open-data-folder.ts";
import { readServerFile } from "./server-file.ts";
import { isServerOf } from "./server-processes.ts";
import { withMutex } from "./with-mutex.ts";

const INTERVAL_MS = 1_000;

/**
 * Opens the cluster again when its server has died, for as long as it is not told to stop. A
 * restart that fails is tried again.
 */
export function watchServer(folder: DataFolder, open: () => Promise<unknown>): () => void {
  let stopped = false;
  let looking = false;
  const isDead = async () => {
    const state = await readServerFile(folder.cluster);
    return state === null || !(await isServerOf(state.pid, folder.cluster));
  };
  const look = async () => {
    if (!(await isDead())) return;
    await withMutex(folder.lock, async () => {
      if (!stopped && (await isDead())) await open();
    });
  };
  const watching = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(() => {})
      .finally(() => {
        looking = false;
      });
  }, INTERVAL_MS);
  watching.unref();
  return () => {
    stopped = true;
    clearInterval(watching);
  };
}
