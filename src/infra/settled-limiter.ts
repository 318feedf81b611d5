import type { Redis } from "ioredis";
import type { RateLimit, RateLimiter, RateLimitState } from "./rate-limits.ts";

/** Milliseconds between two settlements with Redis. */
const SETTLE_INTERVAL = 100;
/** Keys settled at a time; the others wait for the next. */
const BATCH = 2_000;
/** Keys that are remembered; a flood from more addresses than these begins anew. */
const KEYS = 200_000;

/** Adds to counts, each of which ends with its window; tells of each the total and the milliseconds left. */
const SETTLE = `
local told = {}
for n, key in ipairs(KEYS) do
  local total = redis.call("INCRBY", key, ARGV[2 * n - 1])
  local left = redis.call("PTTL", key)
  if left < 0 then
    left = tonumber(ARGV[2 * n])
    redis.call("PEXPIRE", key, left)
  end
  told[2 * n - 1] = total
  told[2 * n] = left
end
return told`;

interface Count {
  key: string;
  /** Milliseconds since the epoch at which the window ends; 0 when it is forgotten. */
  ends: number;
  /** Of all processes, as Redis last said, and what was counted here since. */
  settled: number;
  unsettled: number;
  /** Among those to be settled. */
  isDue: boolean;
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
  // In the order in which their windows began, and so in that in which they end.
  const counts = new Map<string, Count>();
  let changed: Count[] = [];
  const window = limit.window * 1000;

  function forget(key: string): void {
    const found = counts.get(key);
    if (found) found.ends = 0;
    counts.delete(key);
  }

  function countOf(key: string, now: number): Count {
    const known = counts.get(key);
    if (known && known.ends > now) return known;
    forget(key);
    const [oldest] = counts.size < KEYS ? [] : counts.keys();
    if (oldest !== undefined) forget(oldest);
    const begun = { key, ends: now + window, settled: 0, unsettled: 0, isDue: false };
    counts.set(key, begun);
    return begun;
  }

  function makeDue(found: Count): void {
    if (!redis || found.isDue) return;
    found.isDue = true;
    changed.push(found);
  }

  function count(key: string, requests = limit.requests): RateLimitState {
    const now = Date.now();
    const found = countOf(key, now);
    found.unsettled += 1;
    makeDue(found);
    const used = found.settled + found.unsettled;
    return {
      allowed: used <= requests,
      requests,
      remaining: used < requests ? requests - used : 0,
      resetAfter: Math.max(1, Math.ceil((found.ends - now) / 1000)),
    };
  }

  /** Takes those that changed, each with what is to be told of it. */
  function takeDue() {
    const now = Date.now();
    const taken = changed.slice(0, BATCH);
    changed = changed.slice(BATCH);
    for (const found of taken) found.isDue = false;
    // A window that is over is nobody's any more.
    return taken
      .filter(({ ends, unsettled }) => ends > now && unsettled !== 0)
      .map((found) => ({ found, sent: found.unsettled }));
  }

  let settling = false;
  async function settle(commands: Redis): Promise<void> {
    const due = takeDue();
    if (due.length === 0) return;
    const keys = due.map(({ found }) => `rate:${limit.name}:${found.key}`);
    const now = Date.now();
    const counted = due.flatMap(({ found, sent }) => [sent, Math.max(1, found.ends - now)]);
    let told: number[] = [];
    try {
      told = (await commands.eval(SETTLE, keys.length, ...keys, ...counted)) as number[];
    } catch (error) {
      // What came too late may have been counted, and is not told again.
      if (!/timed out/.test((error as Error).message)) {
        for (const { found } of due) makeDue(found);
        return;
      }
    }
    due.forEach(({ found, sent }, n) => {
      const left = told[2 * n + 1] ?? 0;
      found.unsettled -= sent;
      found.settled = told[2 * n] ?? found.settled + sent;
      if (left > 0) found.ends = Date.now() + left;
    });
  }

  const timer = redis
    ? setInterval(() => {
        if (settling || changed.length === 0 || redis.status !== "ready") return;
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
      const found = counts.get(key);
      if (!found) return;
      found.unsettled -= 1;
      makeDue(found);
    },
    reset: async (key) => {
      forget(key);
      await redis?.unlink(`rate:${limit.name}:${key}`).catch(() => {});
    },
    close: () => clearInterval(timer),
  };
}
