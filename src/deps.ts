import type { Config } from "./config.ts";
import {
  appUrl,
  type Database,
  findTenant,
  type ListingDoor,
  openDatabase,
  openEventDoor,
  openListingDoor,
  watchChanges,
} from "./db/index.ts";
import { HIGHEST_RATE } from "./domain/api-keys/schemas.ts";
import {
  createStockDirectory,
  type StockDirectory,
} from "./domain/cars/matching/stock-directory.ts";
import { createPublicCards, type PublicCards } from "./domain/cars/public-cards.ts";
import { createStockStore, type StockStore } from "./domain/cars/stock/stock-store.ts";
import { createViewCounter, type ViewCounter } from "./domain/cars/views/view-counter.ts";
import { createDeviceDirectory, type DeviceDirectory } from "./domain/inbox/device-directory.ts";
import {
  COMMITS_AT_ONCE,
  createEventIntake,
  type EventIntake,
} from "./domain/inbox/event-intake.ts";
import { createKeyRing, type KeyRing } from "./domain/keys/key-ring.ts";
import { createLiveFeed, type LiveFeed } from "./domain/live/live-feed.ts";
import { LIVE_TIMES, type LiveTimes } from "./domain/live/live-times.ts";
import { createAccountLink } from "./domain/staff/account-link.ts";
import type { Postbox } from "./domain/staff/link-mails.ts";
import { createTenantDirectory, type TenantDirectory } from "./domain/tenants/tenant-directory.ts";
import { type AccessLog, createAccessLog } from "./infra/access-log.ts";
import { type AccessTokens, createAccessTokens } from "./infra/access-tokens.ts";
import { type AttemptLimits, createAttemptLimits } from "./infra/attempt-limits.ts";
import { type ByteCache, createByteCache } from "./infra/byte-cache.ts";
import { type Cache, createRedisCache } from "./infra/cache.ts";
import type { Channel } from "./infra/channels/channel.ts";
import { createProcessEventBus, createRedisEventBus } from "./infra/event-bus.ts";
import { createFairShares, type FairShares } from "./infra/fair-shares.ts";
import { createFonnteGateway } from "./infra/gateway/fonnte.ts";
import type { Gateway } from "./infra/gateway/gateway.ts";
import { createGuardedFetch, type GuardedFetch } from "./infra/guarded-fetch.ts";
import type { Logger } from "./infra/logger.ts";
import type { Mailer } from "./infra/mail/mailer.ts";
import { createMediaLinks, type MediaLinks } from "./infra/media-links.ts";
import type { ObjectStore } from "./infra/object-store.ts";
import { createRateLimiter, type RateLimiter } from "./infra/rate-limits.ts";
import { connectRedis } from "./infra/redis.ts";
import { createRobotCheck } from "./infra/robots.ts";
import { createSettledLimiter, type SettledLimiter } from "./infra/settled-limiter.ts";
import { createUploadLinks, type UploadLinks } from "./infra/upload-links.ts";
import { mailerOf, objectStoreOf, smsOf } from "./outside-services.ts";

/** Of one tenant at once: less than the pool holds, so that the others' requests go on. */
const LISTINGS_RUNNING = 3;
const LISTINGS_WAITING = 300;

/** Milliseconds that a statement of long work may take, and, three seconds more, a transaction. */
const LONG_WORK_LIMIT = 5 * 60_000;

/** Of all dealerships' stocks together: a car takes some 150. */
const STOCK_BYTES = 128 * 1024 * 1024;

/**
 * Of one device a minute, in one process: more than WhatsApp delivers, and no flood. Counted without
 * Redis, which no message waits for.
 */
const WEBHOOK_RATE = 6_000;

export type RateLimitName = "public" | "admin" | "apiKey" | "webhook" | "guess";

export interface Deps {
  config: Config;
  log: Logger;
  database: Database;
  /** For transactions of minutes, one at a time: imports of stock. */
  longWork: Database;
  /** Public answers and cards that this process keeps. */
  publicCache: ByteCache<unknown>;
  /** What processes share, or null where there is no Redis. */
  shared: Cache | null;
  tenants: TenantDirectory;
  /** The webhook tokens of the dealerships' devices. */
  devices: DeviceDirectory;
  /** Where what the gateway posts is committed. */
  intake: EventIntake;
  accessTokens: AccessTokens;
  keys: KeyRing;
  rateLimits: Record<RateLimitName, RateLimiter> & { public: SettledLimiter };
  accessLog: AccessLog;
  attemptLimits: AttemptLimits;
  mailer: Mailer;
  /** Null where no account for SMS is set. */
  sms: Channel | null;
  gateway: Gateway;
  postbox: Postbox;
  objects: ObjectStore;
  /** For addresses that strangers may have chosen. */
  fetchFile: GuardedFetch;
  mediaLinks: MediaLinks;
  uploadLinks: UploadLinks;
  live: LiveFeed;
  liveTimes: LiveTimes;
  /** The share of the database that one tenant's uncached listings may take. */
  listingQueries: FairShares;
  /** Dealerships' stocks as listings are found in them. */
  stockColumns: StockStore;
  /** Where listings read the database. */
  listingDoor: ListingDoor;
  publicCards: PublicCards;
  /** How often the pages of cars are read. */
  carViews: ViewCounter;
  /** By what a client calls itself. */
  isRobot: (userAgent: string | undefined) => boolean;
  /** Whether Redis answers, within 50 ms; null when there is none. */
  redisStatus: () => Promise<"ok" | "down" | null>;
  /** Stocks as they are recognised in messages. */
  stocks: StockDirectory;
  clock: () => Date;
  close(): Promise<void>;
}

/** What only a running installation knows; tests pass their own. */
export interface Surroundings {
  config: Config;
  log: Logger;
  /** The database as its owner; requests never use it. */
  ownerUrl: string;
  /** What opens the installation's keys. */
  rootSecret: string;
  clock?: () => Date;
  /** Instead of the one that the settings call for. */
  mailer?: Mailer;
  objects?: ObjectStore;
  /** Instead of the one that reaches the public internet alone. */
  fetchFile?: GuardedFetch;
  /** Instead of those that streams keep to. */
  liveTimes?: Partial<LiveTimes>;
  /** Instead of the one at FONNTE_API_URL. */
  gateway?: Gateway;
  /** Of the pool that requests share. */
  connections?: number;
}

/** Builds everything that a process shares, once. Nothing is contacted yet. */
export function createDeps(surroundings: Surroundings): Deps {
  const { config, log, ownerUrl, rootSecret, connections } = surroundings;
  const clock = surroundings.clock ?? (() => new Date());
  const database = openDatabase({ url: appUrl(ownerUrl), connections });
  const longWork = openDatabase({
    ...{ url: appUrl(ownerUrl), connections: 1 },
    statementTimeout: LONG_WORK_LIMIT,
  });
  const door = openEventDoor(database, appUrl(ownerUrl), COMMITS_AT_ONCE);
  const changes = watchChanges(appUrl(ownerUrl), log);
  const listingDoor = openListingDoor(database, appUrl(ownerUrl));
  const keys = createKeyRing(database, rootSecret, clock);
  const redis = config.REDIS_URL ? connectRedis(config.REDIS_URL, log, "commands") : undefined;
  const subscriber = config.REDIS_URL ? connectRedis(config.REDIS_URL, log, "events") : undefined;
  const shared = redis ? createRedisCache(redis) : null;
  const bus =
    redis && subscriber ? createRedisEventBus(redis, subscriber, log) : createProcessEventBus();
  const limiter = (name: RateLimitName, requests: number, window: number) =>
    createSettledLimiter({ name, requests, window }, redis);
  const publicCache = createByteCache<unknown>(config.PUBLIC_CACHE_MB * 1024 * 1024);
  const accessLog = createAccessLog(log);
  const publicWindow = config.RATE_LIMIT_WINDOW_MS / 1000;

  const rateLimits: Deps["rateLimits"] = {
    public: limiter("public", config.RATE_LIMIT_MAX_REQUESTS, publicWindow),
    admin: limiter("admin", 600, 60),
    apiKey: limiter("apiKey", HIGHEST_RATE, 60),
    webhook: createSettledLimiter({ name: "webhook", requests: WEBHOOK_RATE, window: 60 }),
    guess: createRateLimiter({ name: "guess", requests: 60, window: 60 }, redis),
  };

  const carViews = createViewCounter({ database, clock, log });
  const live = createLiveFeed({ database, bus, log, clock });

  return {
    config,
    log,
    accessLog,
    database,
    longWork,
    publicCache,
    shared,
    live,
    liveTimes: { ...LIVE_TIMES, ...surroundings.liveTimes },
    tenants: createTenantDirectory({
      ...{ changes, baseDomain: config.BASE_DOMAIN },
      read: (key) => findTenant(database, key),
    }),
    devices: createDeviceDirectory({ database, clock, log }),
    intake: createEventIntake(door),
    accessTokens: createAccessTokens(keys.signing, config.JWT_EXPIRES_IN),
    keys,
    rateLimits,
    attemptLimits: createAttemptLimits(redis),
    mailer: surroundings.mailer ?? mailerOf(config),
    sms: smsOf(config),
    gateway: surroundings.gateway ?? createFonnteGateway({ url: config.FONNTE_API_URL }),
    postbox: {
      secrets: keys.secrets,
      accountLink: createAccountLink({
        url: config.ACCOUNT_URL ?? null,
        baseDomain: config.BASE_DOMAIN,
        isDevelopment: config.NODE_ENV === "development",
        port: config.PORT,
      }),
    },
    objects: surroundings.objects ?? objectStoreOf(config),
    fetchFile: surroundings.fetchFile ?? createGuardedFetch(),
    mediaLinks: createMediaLinks(keys.signing, clock),
    uploadLinks: createUploadLinks(keys.signing, clock),
    listingQueries: createFairShares(LISTINGS_RUNNING, LISTINGS_WAITING),
    stockColumns: createStockStore(listingDoor, STOCK_BYTES),
    listingDoor,
    publicCards: createPublicCards(listingDoor, publicCache),
    carViews,
    isRobot: createRobotCheck(),
    redisStatus: async () =>
      redis
        ? redis.ping().then(
            () => "ok" as const,
            () => "down" as const,
          )
        : null,
    stocks: createStockDirectory(),
    clock,
    close: async () => {
      accessLog.flush();
      for (const limit of Object.values(rateLimits)) limit.close?.();
      await live.close();
      await carViews.close();
      redis?.disconnect();
      subscriber?.disconnect();
      const doors = [changes, database, longWork, door, listingDoor];
      await Promise.all(doors.map((open) => open.close()));
    },
  };
}
