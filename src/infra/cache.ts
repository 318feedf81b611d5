import type { Redis } from "ioredis";

/** Text under a key for a time. Never throws: a cache that is away answers as if it were empty. */
export interface Cache {
  get(key: string): Promise<string | null>;
  /**
   * Kept soon: within some 20 ms.
   * @param ttl milliseconds, 1 or more.
   */
  set(key: string, value: string, ttl: number): void;
}

/** Milliseconds that what is to be kept waits for more. */
const INTERVAL = 20;
/** Characters that wait at most; beyond them it is sent at once. */
const FULL = 1024 * 1024;

/**
 * Shared by every process on one Redis. What is asked for in one turn of the event loop goes in one
 * command, and what is to be kept goes many at a time: a trip costs more than what it carries.
 */
export function createRedisCache(redis: Redis): Cache {
  const prefix = "cache:";
  let asked: { key: string; answer: (value: string | null) => void }[] = [];
  let waiting: { key: string; value: string; ttl: number }[] = [];
  let size = 0;
  let timer: Timer | undefined;

  async function ask(): Promise<void> {
    const now = asked;
    asked = [];
    const values = await redis.mget(now.map(({ key }) => prefix + key)).catch(() => []);
    now.forEach(({ answer }, n) => {
      answer(values[n] ?? null);
    });
  }

  function keep(): void {
    clearTimeout(timer);
    timer = undefined;
    const now = waiting;
    waiting = [];
    size = 0;
    const pipeline = redis.pipeline();
    for (const { key, value, ttl } of now) pipeline.set(prefix + key, value, "PX", Math.ceil(ttl));
    pipeline.exec().catch(() => {});
  }

  return {
    get: (key) =>
      new Promise((answer) => {
        asked.push({ key, answer });
        if (asked.length === 1) setImmediate(ask);
      }),
    set: (key, value, ttl) => {
      waiting.push({ key, value, ttl });
      size += value.length;
      if (size > FULL) keep();
      else timer ??= setTimeout(keep, INTERVAL).unref();
    },
  };
}
