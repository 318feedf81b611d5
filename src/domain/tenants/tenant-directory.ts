import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import {
  type Database,
  findTenant,
  isDatabaseUnavailable,
  type TenantRecord,
} from "../../db/index.ts";
import type { Cache } from "../../infra/cache.ts";
import type { EventBus } from "../../infra/event-bus.ts";
import { normaliseHost } from "./normalise-host.ts";

/** Milliseconds between the database's answer and the last use of it: a change shows within 1 s. */
const FRESH_FOR = 900;
const TOPIC = "tenant-changed";

export interface TenantDirectory {
  /**
   * The tenant that a Host header names, or null.
   * @param usableFor milliseconds for which the database's answer may be used; a second unless told.
   * In the second half of it the tenant is looked up again aside, so that nobody waits for it.
   */
  find(hostHeader: string, usableFor?: number): Promise<TenantRecord | null>;
  /** The tenant of a Host header where it is known for certain right now, else null; at once. */
  peek(hostHeader: string): TenantRecord | null;
  /** Makes every process look this tenant up again. */
  changed(tenantId: string): Promise<void>;
}

interface Entry {
  tenant: TenantRecord | null;
  /** Milliseconds since the epoch when the database said so. */
  loadedAt: number;
}

interface Parts {
  database: Database;
  shared: Cache | null;
  bus: EventBus;
  baseDomain: string;
}

/**
 * Looks tenants up by host: in this process, then in the shared cache, then in the database, one
 * look-up at a time for each host. While the database is away the last answer is kept in use.
 */
export function createTenantDirectory({
  database,
  shared,
  bus,
  baseDomain,
}: Parts): TenantDirectory {
  const known = new LRUCache<string, Entry>({ max: 10_000 });
  const unknown = new LRUCache<string, Entry>({ max: 10_000 });
  const underWay = new Map<string, Promise<Entry>>();
  // Counts invalidations, so that a look-up begun before one is not kept after it.
  let generation = 0;
  let invalidatedAt = 0;

  const forget = (tenantId?: string) => {
    generation += 1;
    invalidatedAt = Date.now();
    underWay.clear();
    unknown.clear();
    for (const entry of known.values()) {
      if (!tenantId || entry.tenant?.id === tenantId) entry.loadedAt = 0;
    }
  };
  bus.subscribe(TOPIC, (tenantId) => forget(tenantId));
  bus.onGap(() => forget());

  const slugOf = (host: string) =>
    host.endsWith(`.${baseDomain}`) ? host.slice(0, -baseDomain.length - 1) : undefined;

  async function load(host: string): Promise<Entry> {
    const begun = generation;
    const entry = readEntry((await shared?.get(`tenant:${host}`)) ?? null);
    if (entry) {
      const fresh = entry.loadedAt + FRESH_FOR > Date.now() && entry.loadedAt >= invalidatedAt;
      if (fresh) return remember(host, entry, begun);
    }
    const loadedAt = Date.now();
    const tenant = await findTenant(database, { host, slug: slugOf(host) });
    const loaded = { tenant, loadedAt };
    if (tenant && begun === generation) {
      await shared?.set(`tenant:${host}`, JSON.stringify(loaded), FRESH_FOR);
    }
    return remember(host, loaded, begun);
  }

  function remember(host: string, entry: Entry, begun: number): Entry {
    if (begun === generation) (entry.tenant ? known : unknown).set(host, entry);
    return entry;
  }

  function loadOnce(host: string): Promise<Entry> {
    const running = underWay.get(host);
    if (running) return running;
    const promise = load(host).finally(() => {
      if (underWay.get(host) === promise) underWay.delete(host);
    });
    underWay.set(host, promise);
    return promise;
  }

  const aside = pLimit(1);
  const queued = new Set<string>();

  function loadAside(host: string): void {
    if (queued.has(host)) return;
    queued.add(host);
    void aside(() => loadOnce(host))
      .catch(() => {})
      .finally(() => queued.delete(host));
  }

  return {
    find: async (header, usableFor = FRESH_FOR) => {
      const host = normaliseHost(header);
      if (!host) return null;
      const entry = known.get(host) ?? unknown.get(host);
      const age = entry ? Date.now() - entry.loadedAt : Number.POSITIVE_INFINITY;
      if (entry && age < FRESH_FOR) return entry.tenant;
      if (entry?.tenant && age < usableFor) {
        if (age > usableFor / 2) loadAside(host);
        return entry.tenant;
      }
      try {
        return (await loadOnce(host)).tenant;
      } catch (error) {
        if (entry?.tenant && isDatabaseUnavailable(error)) return entry.tenant;
        throw error;
      }
    },
    peek: (header) => {
      const entry = known.get(normaliseHost(header) ?? "");
      if (!entry) return null;
      const age = Date.now() - entry.loadedAt;
      if (age > FRESH_FOR / 2) loadAside(normaliseHost(header) ?? "");
      return age < FRESH_FOR ? entry.tenant : null;
    },
    changed: async (tenantId) => {
      const hosts = [...known.entries()].filter(([, entry]) => entry.tenant?.id === tenantId);
      await Promise.all(hosts.map(([host]) => shared?.delete(`tenant:${host}`)));
      await bus.publish(TOPIC, tenantId);
    },
  };
}

/** An entry of the shared cache; what cannot be read counts as absent. */
function readEntry(text: string | null): Entry | null {
  if (text === null) return null;
  try {
    const entry = JSON.parse(text) as Entry;
    if (entry.tenant?.trialEndsAt) entry.tenant.trialEndsAt = new Date(entry.tenant.trialEndsAt);
    return entry;
  } catch {
    return null;
  }
}
