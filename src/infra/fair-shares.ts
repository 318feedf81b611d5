import { LRUCache } from "lru-cache";
import pLimit, { type LimitFunction } from "p-limit";

export interface FairShares {
  /**
   * Runs work when its key has a free place.
   * @returns null when too many already wait under that key.
   */
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result> | null;
}

/** Lets each key have `running` works under way and `waiting` behind them, so that none takes all. */
export function createFairShares(running: number, waiting: number): FairShares {
  const limits = new LRUCache<string, LimitFunction>({ max: 10_000 });
  return {
    run: (key, work) => {
      const limit = limits.get(key) ?? pLimit(running);
      limits.set(key, limit);
      return limit.pendingCount >= waiting ? null : limit(work);
    },
  };
}
