import type { Redis } from "ioredis";
import { LRUCache } from "lru-cache";

/** Text under a key for a time. Never throws: a cache that is away answers as if it were empty. */
export interface Cache {
  get(key: string): Promise<string | null>;
  /** @param ttl milliseconds, 1 or more. */
  set(key: string, value: string, ttl: number): Promise<void>;
  delete(key: string): Promise<void>;
}

/** In this process only, at most `maxBytes` of keys and values together. */
export function createProcessCache(maxBytes: number): Cache {
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 8),
    sizeCalculation: (value, key) => 2 * (value.length + key.length) + 64,
  });
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value, ttl) => void entries.set(key, value, { ttl }),
    delete: async (key) => void entries.delete(key),
  };
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
    delete: (key) =>
      redis.unlink(prefix + key).then(
        () => {},
        () => {},
      ),
  };
}
