import type { Config } from "./config.ts";
import { appUrl, type Database, openDatabase } from "./db/index.ts";
import { createTenantDirectory, type TenantDirectory } from "./domain/tenants/tenant-directory.ts";
import { type AccessTokens, createAccessTokens } from "./infra/access-tokens.ts";
import { type Cache, createProcessCache, createRedisCache } from "./infra/cache.ts";
import { createProcessEventBus, createRedisEventBus } from "./infra/event-bus.ts";
import { createFairShares, type FairShares } from "./infra/fair-shares.ts";
import type { Logger } from "./infra/logger.ts";
import { createRateLimiter, type RateLimiter } from "./infra/rate-limits.ts";
import { connectRedis } from "./infra/redis.ts";

/** Of one tenant at once: less than the pool holds, so that the others' requests go on. */
const LISTINGS_RUNNING = 3;
const LISTINGS_WAITING = 100;

const CACHE_BYTES = 64 * 1024 * 1024;

export type RateLimitName = "public" | "login" | "loginAddress" | "admin" | "webhook";

export interface Deps {
  config: Config;
  log: Logger;
  database: Database;
  cache: Cache;
  tenants: TenantDirectory;
  accessTokens: AccessTokens;
  rateLimits: Record<RateLimitName, RateLimiter>;
  /** The share of the database that one tenant's uncached listings may take. */
  listingQueries: FairShares;
  /** Whether Redis answers, within 50 ms; null when there is none. */
  redisStatus: () => Promise<"ok" | "down" | null>;
  clock: () => Date;
  close(): Promise<void>;
}

/** What only a running installation knows; tests pass their own. */
export interface Surroundings {
  config: Config;
  log: Logger;
  /** The database as its owner; requests never use it. */
  ownerUrl: string;
  jwtSecret: string;
  clock?: () => Date;
  /** Of the pool that requests share. */
  connections?: number;
}

/** Builds everything that a process shares, once. Nothing is contacted yet. */
export function createDeps(surroundings: Surroundings): Deps {
  const { config, log, ownerUrl, jwtSecret, clock, connections } = surroundings;
  const database = openDatabase({ url: appUrl(ownerUrl), connections });
  const redis = config.REDIS_URL ? connectRedis(config.REDIS_URL, log, "commands") : undefined;
  const subscriber = config.REDIS_URL ? connectRedis(config.REDIS_URL, log, "events") : undefined;
  const cache = redis ? createRedisCache(redis) : createProcessCache(CACHE_BYTES);
  const bus =
    redis && subscriber ? createRedisEventBus(redis, subscriber, log) : createProcessEventBus();
  const limiter = (name: RateLimitName, requests: number, window: number) =>
    createRateLimiter({ name, requests, window }, redis);
  const publicWindow = config.RATE_LIMIT_WINDOW_MS / 1000;

  return {
    config,
    log,
    database,
    cache,
    tenants: createTenantDirectory({ database, cache, bus, baseDomain: config.BASE_DOMAIN }),
    accessTokens: createAccessTokens(jwtSecret, config.JWT_EXPIRES_IN),
    rateLimits: {
      public: limiter("public", config.RATE_LIMIT_MAX_REQUESTS, publicWindow),
      login: limiter("login", 5, 900),
      loginAddress: limiter("loginAddress", 20, 900),
      admin: limiter("admin", 600, 60),
      webhook: limiter("webhook", 600, 60),
    },
    listingQueries: createFairShares(LISTINGS_RUNNING, LISTINGS_WAITING),
    redisStatus: async () =>
      redis
        ? redis.ping().then(
            () => "ok" as const,
            () => "down" as const,
          )
        : null,
    clock: clock ?? (() => new Date()),
    close: async () => {
      redis?.disconnect();
      subscriber?.disconnect();
      await database.close();
    },
  };
}
