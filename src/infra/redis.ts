import { Redis } from "ioredis";
import type { Logger } from "./logger.ts";

/**
 * A connection that fails at once instead of waiting: a call takes at most 50 ms, nothing queues
 * while Redis is away, and reconnection goes on for ever. Logs once when Redis goes and once when
 * it is back.
 */
export function connectRedis(url: string, log: Logger, purpose: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 50,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * attempt, 1_000),
    connectionName: `autoleads-${purpose}`,
  });
  let away = false;
  redis.on("error", (error) => {
    if (away) return;
    away = true;
    log.warn({ purpose, reason: error.message }, "Redis is away; going on without it");
  });
  redis.on("ready", () => {
    if (away) log.info({ purpose }, "Redis is back");
    away = false;
  });
  return redis;
}
