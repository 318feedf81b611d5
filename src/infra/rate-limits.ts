import type { Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";

export interface RateLimit {
  /** Names the limit in headers and keys. */
  name: string;
  /** Requests a window. */
  requests: number;
  /** Seconds. */
  window: number;
}

export interface RateLimitState {
  allowed: boolean;
  /** Requests a window that were granted to this key. */
  requests: number;
  remaining: number;
  /** Whole seconds until the window ends, 1 or more. */
  resetAfter: number;
}

export interface RateLimiter extends RateLimit {
  /**
   * Counts one request under a key and tells where it stands. Never throws.
   * @param requests a limit of the key's own, at most the limiter's.
   */
  consume(key: string, requests?: number): Promise<RateLimitState>;
  /** Takes back one request counted under a key. Never throws. */
  refund(key: string): Promise<void>;
  /** Forgets what was counted under a key. Never throws. */
  reset(key: string): Promise<void>;
  /** Ends what goes on by itself. */
  close?(): void;
}

function stateOf(result: unknown, requests: number): RateLimitState {
  if (!(result instanceof RateLimiterRes)) throw result;
  return {
    allowed: result.consumedPoints <= requests,
    requests,
    remaining: Math.max(0, requests - result.consumedPoints),
    resetAfter: Math.max(1, Math.ceil(result.msBeforeNext / 1000)),
  };
}

/**
 * Counts in Redis, where every process sees the same number, and in this process while Redis is
 * away or when there is none.
 */
export function createRateLimiter(limit: RateLimit, redis?: Redis): RateLimiter {
  const options = {
    keyPrefix: `rate:${limit.name}`,
    points: limit.requests,
    duration: limit.window,
  };
  const inProcess = new RateLimiterMemory(options);
  const limiter = redis
    ? new RateLimiterRedis({
        ...options,
        storeClient: redis,
        rejectIfRedisNotReady: true,
        insuranceLimiter: inProcess,
      })
    : inProcess;
  return {
    ...limit,
    consume: async (key, requests = limit.requests) => {
      const counted = await limiter.consume(key).catch((refusal: unknown) => refusal);
      return stateOf(counted, requests);
    },
    refund: (key) =>
      limiter.reward(key).then(
        () => {},
        () => {},
      ),
    reset: (key) =>
      limiter.delete(key).then(
        () => {},
        () => {},
      ),
  };
}
