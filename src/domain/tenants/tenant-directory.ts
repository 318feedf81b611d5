import { LRUCache } from "lru-cache";
import pLimit from "p-limit";
import { type ChangeWatch, isDatabaseUnavailable, type TenantRecord } from "../../db/index.ts";
import { createHostReader } from "./host-reader.ts";
import { createKnownHosts, type KnownHost } from "./known-hosts.ts";
import { normaliseHost } from "./normalise-host.ts";

/** Milliseconds from when something was true to its last use: a change shows within 1 s. */
const FRESH_FOR = 900;
/** Milliseconds after which a host is looked up again though no change was told of: a last net. */
const LONGEST_USE = 600_000;
const UNKNOWN_HOSTS = 10_000;

export interface TenantDirectory {
  /**
   * The tenant that a Host header names, or null.
   * @param usableFor milliseconds for which the database's word may be used; a second unless told.
   * In the second half of it the tenant is looked up again aside, so that nobody waits for it.
   */
  find(hostHeader: string, usableFor?: number): Promise<TenantRecord | null>;
  /**
   * The tenant that a Host header names where that is certain right now, whatever its status.
   * Null tells nothing: `find` it.
   */
  peek(hostHeader: string): TenantRecord | null;
  /** Makes this process look the tenant up again before its next use; others are told by the database. */
  changed(tenantId: string): void;
}

interface Parts {
  /** Asks the database whose domain, or else whose slug it is. */
  read(key: { host: string; slug?: string }): Promise<TenantRecord | null>;
  changes: ChangeWatch;
  baseDomain: string;
}

/**
 * Keeps tenants by host until the database tells of a change, with one look-up at a time for each
 * host. While its word is late a host is looked up again each second, and while it is away the last
 * answer is kept in use.
 */
export function createTenantDirectory({ read, changes, baseDomain }: Parts): TenantDirectory {
  const known = createKnownHosts();
  /** Hosts of nobody, and when that was read. */
  const unknown = new LRUCache<string, number>({ max: UNKNOWN_HOSTS });
  const reader = createHostReader({
    read: (host) => read({ host, slug: slugOf(host) }),
    keep: (host, tenant, readAt) => {
      if (tenant) return known.keep(host, tenant, readAt);
      known.drop(host);
      unknown.set(host, readAt);
    },
  });
  const aside = pLimit(1);
  const queued = new Set<string>();
  let isFollowing = false;
  /** When everything that counts as current was true. */
  let followedAt = Number.NEGATIVE_INFINITY;

  const slugOf = (host: string) =>
    host.endsWith(`.${baseDomain}`) ? host.slice(0, -baseDomain.length - 1) : undefined;

  function outdate(tenantIds: string[] | "all"): void {
    if (tenantIds.length === 0) return;
    known.outdate(tenantIds);
    unknown.clear();
    reader.outdate(tenantIds);
  }

  function followChanges(): void {
    isFollowing = true;
    changes.follow(({ changed, isBeginning, at }) => {
      outdate(isBeginning ? "all" : changed.map(({ id }) => id));
      followedAt = at;
    });
  }

  /** Milliseconds since it was certain. */
  function ageOf({ isCurrent, readAt }: KnownHost): number {
    if (!isCurrent) return Number.POSITIVE_INFINITY;
    const now = performance.now();
    const age = now - readAt;
    return age < LONGEST_USE ? Math.min(age, now - followedAt) : age;
  }

  function readAside(host: string): void {
    if (queued.has(host)) return;
    queued.add(host);
    void aside(() => reader.read(host))
      .catch(() => {})
      .finally(() => queued.delete(host));
  }

  async function findHost(host: string, usableFor: number): Promise<TenantRecord | null> {
    const nobodySince = unknown.get(host);
    if (nobodySince !== undefined && performance.now() - nobodySince < FRESH_FOR) return null;
    const entry = known.byHost(host);
    const age = entry ? ageOf(entry) : Number.POSITIVE_INFINITY;
    if (entry && age < Math.max(usableFor, FRESH_FOR)) {
      if (age >= FRESH_FOR && age > usableFor / 2) readAside(host);
      return entry.tenant;
    }
    try {
      return await reader.read(host);
    } catch (error) {
      if (entry && isDatabaseUnavailable(error)) return entry.tenant;
      throw error;
    }
  }

  return {
    peek: (header) => {
      const entry = known.byHeader(header);
      return entry && ageOf(entry) < FRESH_FOR ? entry.tenant : null;
    },
    find: async (header, usableFor = FRESH_FOR) => {
      if (!isFollowing) followChanges();
      const host = known.byHeader(header)?.host ?? normaliseHost(header);
      if (!host) return null;
      const tenant = await findHost(host, usableFor);
      known.linkHeader(header, host);
      return tenant;
    },
    changed: (tenantId) => outdate([tenantId]),
  };
}
