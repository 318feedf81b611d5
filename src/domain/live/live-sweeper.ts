import { LRUCache } from "lru-cache";
import type { TenantRecord } from "../../db/index.ts";

/** Milliseconds between two sweeps of a dealership in one process, and before the first one. */
const SWEEP_EVERY = 3_600_000;
const SWEEP_FIRST = 60_000;

/**
 * Has what a dealership keeps too long swept while something goes on there: old live events come
 * of nothing else.
 * @param sweep deletes some, and tells whether there may be more.
 */
export function createLiveSweeper(
  sweep: (tenant: TenantRecord) => Promise<boolean>,
  onError: (error: unknown) => void,
) {
  const due = new LRUCache<string, number>({ max: 10_000 });
  const running = new Set<Promise<void>>();
  let isClosed = false;

  async function sweepAll(tenant: TenantRecord) {
    try {
      while (!isClosed && (await sweep(tenant)));
    } catch (error) {
      onError(error);
    }
  }

  return {
    /** Told of something that goes on there. */
    noticed: (tenant: TenantRecord): void => {
      const now = performance.now();
      const at = due.get(tenant.id);
      if (isClosed || (at !== undefined && at > now)) return;
      due.set(tenant.id, now + (at === undefined ? SWEEP_FIRST : SWEEP_EVERY));
      if (at === undefined) return;
      const work = sweepAll(tenant);
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    close: async () => {
      isClosed = true;
      await Promise.all(running);
    },
  };
}
