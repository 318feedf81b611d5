import type { Redis } from "ioredis";
import { LRUCache } from "lru-cache";
import type { RateLimit, RateLimiter, RateLimitState } from "./rate-limits.ts";

/** Milliseconds between two settlements with Redis. */
const SETTLE_INTERVAL = 100;
/** Keys settled at a time; the others wait for the next. */
const BATCH = 2_000;
/** Keys that are remembered; a flood from more addresses than these begins anew. */
const KEYS = 200_000;

interface Count {
  /** Milliseconds since the epoch at which the window ends. */
  ends: number;
  /** Of all processes, as Redis last said, and what was counted here since. */
  settled: number;
  unsettled: number;
}

export interface SettledLimiter extends RateLimiter {
  /** As consume, at once. */
  count(key: string, requests?: number): RateLimitState;
}

/**
 * Counts in this process and settles with Redis ten times a second, in one trip for all keys. With
 * several processes a key may so be granted, beyond its limit, what the others take in of it
 * within a tenth of a second. While Redis is away each process counts for itself.
 */
export function createSettledLimiter(limit: RateLimit, redis?: Redis): SettledLimiter {
  const counts = new LRUCache<string, Count>({ max: KEYS });
  const changed = new Set<string>();
  const window = limit.window * 1000;
  const nameOf = (key: string) => `rate:${limit.name}:${key}`;

  function countOf(key: string, now: number): Count {
    const known = counts.get(key);
    if (known && known.ends > now) return known;
    const begun = { ends: now + window, settled: 0, unsettled: 0 };
    counts.set(key, begun);
    return begun;
  }

  function count(key: string, requests = limit.requests): RateLimitState {
    const now = Date.now();
    const found = countOf(key, now);
    found.unsettled += 1;
    if (redis) changed.add(key);
    const used = found.settled + found.unsettled;
    return {
      allowed: used <= requests,
      requests,
      remaining: used < requests ? requests - used : 0,
      resetAfter: Math.max(1, Math.ceil((found.ends - now) / 1000)),
    };
  }

  let settling = false;
  async function settle(commands: Redis): Promise<void> {
    const due = [...changed].slice(0, BATCH).flatMap((key) => {
      changed.delete(key);
      const found = counts.peek(key);
      return found && found.unsettled !== 0 ? [{ key, found, sent: found.unsettled }] : [];
    });
    if (due.length === 0) return;
    const pipeline = commands.pipeline();
    for (const { key, found, sent } of due) {
      const left = Math.max(1, found.ends - Date.now());
      const name = nameOf(key);
      pipeline.set(name, 0, "PX", left, "NX").incrby(name, sent).pttl(name);
    }
    // Of a pipeline that is late each entry is an error.
    const replies = (await pipeline.exec()) ?? [];
    due.forEach(({ key, found, sent }, n) => {
      const [, total = 0, left = 0] = replies
        .slice(3 * n, 3 * n + 3)
        .map(([error, reply]) => (error ? 0 : Number(reply)));
      if (!total) return void changed.add(key);
      found.unsettled -= sent;
      found.settled = total;
      if (left > 0) found.ends = Date.now() + left;
    });
  }

  const timer = redis
    ? setInterval(() => {
        if (settling || changed.size === 0 || redis.status !== "ready") return;
        settling = true;
        settle(redis)
          .catch(() => {})
          .finally(() => {
            settling = false;
          });
      }, SETTLE_INTERVAL)
    : undefined;
  timer?.unref();

  return {
    ...limit,
    count,
    consume: async (key, requests) => count(key, requests),
    refund: async (key) => {
      const found = counts.peek(key);
      if (!found) return;
      found.unsettled -= 1;
      if (redis) changed.add(key);
    },
    reset: async (key) => {
      counts.delete(key);
      await redis?.unlink(nameOf(key)).catch(() => {});
    },
    close: () => clearInterval(timer),
  };
}
