import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import {
  type Database,
  isDatabaseUnavailable,
  NO_ORIGIN,
  type TenantRecord,
  withTenant,
} from "../../db/index.ts";
import type { Logger } from "../../infra/logger.ts";
import { hashToken } from "../../infra/secrets.ts";
import {
  type Device,
  type DeviceToken,
  findDevice,
  listDeviceTokens,
} from "../conversations/find-device.ts";

/** Milliseconds for which a dealership's tokens are not read again: each event's is checked once more as it is stored. */
const FRESH_FOR = 10_000;
/** Milliseconds for which they are used while they are read again, so that no message waits for it. */
const USABLE_FOR = 30_000;
/** Milliseconds between two readings for tokens that are not among those read: 20 a second. */
const MISS_INTERVAL = 50;

/** A device by one of its tokens. */
export interface KnownDevice extends Device {
  tokenHash: Uint8Array;
}

export interface DeviceDirectory {
  /** The dealership's enabled device with this webhook token, or null. */
  find(tenant: TenantRecord, token: string): Promise<KnownDevice | null>;
  /** Makes this process read the dealership's tokens again. */
  forget(tenantId: string): void;
}

interface Parts {
  database: Database;
  clock: () => Date;
  log: Logger;
}

interface Entry {
  tokens: DeviceToken[];
  /** Milliseconds of the process's clock when they were asked for. */
  readAt: number;
}

/**
 * Knows the webhook tokens of dealerships, so that a message costs no query: after ten seconds they
 * are read again aside, one dealership at a time.
 * A token that is not among them is looked for anew, all guesses of a moment by one query. While
 * the database is away what was read last is kept in use.
 */
export function createDeviceDirectory({ database, clock, log }: Parts): DeviceDirectory {
  const known = new LRUCache<string, Entry>({ max: 10_000 });
  const underWay = new Map<string, Promise<Entry>>();
  const aside = pLimit(1);
  const queued = new Set<string>();

  function refreshAside(tenant: TenantRecord, entry: Entry): void {
    if (queued.has(tenant.id)) return;
    queued.add(tenant.id);
    void aside(() => refreshed(tenant, entry))
      .catch((error) => log.warn({ err: error }, "webhook tokens were not read again"))
      .finally(() => queued.delete(tenant.id));
  }

  async function read(tenant: TenantRecord, after: number): Promise<Entry> {
    const wait = after + MISS_INTERVAL - performance.now();
    if (wait > 0) await Bun.sleep(wait);
    const readAt = performance.now();
    const tokens = await withTenant(
      database,
      { tenant, actor: { kind: "gateway" }, origin: NO_ORIGIN, now: clock(), log },
      listDeviceTokens,
    );
    const entry = { tokens, readAt };
    known.set(tenant.id, entry);
    return entry;
  }

  function readOnce(tenant: TenantRecord, after: number): Promise<Entry> {
    const running = underWay.get(tenant.id);
    if (running) return running;
    const promise = read(tenant, after).finally(() => underWay.delete(tenant.id));
    underWay.set(tenant.id, promise);
    return promise;
  }

  async function refreshed(tenant: TenantRecord, entry: Entry | undefined): Promise<Entry> {
    try {
      return await readOnce(tenant, entry?.readAt ?? Number.NEGATIVE_INFINITY);
    } catch (error) {
      if (entry && isDatabaseUnavailable(error)) return entry;
      throw error;
    }
  }

  return {
    find: async (tenant, token) => {
      const asked = performance.now();
      const tokenHash = hashToken(token);
      let entry = known.get(tenant.id);
      if (!entry || entry.readAt + USABLE_FOR < asked) entry = await refreshed(tenant, entry);
      else if (entry.readAt + FRESH_FOR < asked) refreshAside(tenant, entry);
      let device = findDevice(entry.tokens, tokenHash, clock());
      if (!device && entry.readAt < asked) {
        const newer = await refreshed(tenant, entry);
        device = findDevice(newer.tokens, tokenHash, clock());
      }
      return device && { ...device, tokenHash };
    },
    forget: (tenantId) => known.delete(tenantId),
  };
}
