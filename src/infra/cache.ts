import type { Redis } from "ioredis";

/** Text under a key for a time. Never throws: a cache that is away answers as if it were empty. */
export interface Cache {
  get(key: string): Promise<string | null>;
  /** @param ttl milliseconds, 1 or more. */
  set(key: string, value: string, ttl: number): Promise<void>;
}

/** Shared by every process on one Redis. */
export function createRedisCache(redis: Redis): Cache {
  const prefix = "cache:";
  return {
    get: (key) => redis.get(prefix + key).catch(() => null),
    set: (key, value, ttl) =>
      redis.set(prefix + key, value, "PX", Math.ceil(ttl)).then(
        () => {},
        () => {},
      ),
  };
}
