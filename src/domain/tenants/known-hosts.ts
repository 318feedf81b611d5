import { LRUCache } from "lru-cache";
import type { TenantRecord } from "../../db/index.ts";

/** Hosts, and forms in which clients write them. */
const MOST = 20_000;

/** What was last read of the dealership at a host. */
export interface KnownHost {
  host: string;
  tenant: TenantRecord;
  /** Milliseconds of performance.now() when the reading began. */
  readAt: number;
  /** Whether nothing is known to have changed since then. */
  isCurrent: boolean;
}

/**
 * Dealerships by host and by Host header. Hosts that were not looked up longest make room; headers,
 * which a stranger may write in any number of forms, are forgotten all at once.
 */
export interface KnownHosts {
  byHeader(header: string): KnownHost | undefined;
  byHost(host: string): KnownHost | undefined;
  keep(host: string, tenant: TenantRecord, readAt: number): void;
  /** Finds what is known of a host by a header from now on. */
  linkHeader(header: string, host: string): void;
  drop(host: string): void;
  /** Marks what is known of these dealerships, or of every one, as no longer current. */
  outdate(tenantIds: string[] | "all"): void;
}

export function createKnownHosts(): KnownHosts {
  const ofTenant = new Map<string, Set<KnownHost>>();
  const headers = new Map<string, KnownHost>();
  const hosts = new LRUCache<string, KnownHost>({ max: MOST, dispose: leave });

  /** What a header still leads to is not current any more. */
  function leave(known: KnownHost): void {
    known.isCurrent = false;
    const siblings = ofTenant.get(known.tenant.id);
    siblings?.delete(known);
    if (siblings?.size === 0) ofTenant.delete(known.tenant.id);
  }

  return {
    byHeader: (header) => headers.get(header),
    byHost: (host) => hosts.get(host),
    keep: (host, tenant, readAt) => {
      const known = { host, tenant, readAt, isCurrent: true };
      hosts.set(host, known);
      const siblings = ofTenant.get(tenant.id) ?? new Set();
      ofTenant.set(tenant.id, siblings.add(known));
    },
    linkHeader: (header, host) => {
      const known = hosts.get(host);
      if (!known || headers.get(header) === known) return;
      if (headers.size >= MOST) headers.clear();
      headers.set(header, known);
    },
    drop: (host) => void hosts.delete(host),
    outdate: (tenantIds) => {
      const sets =
        tenantIds === "all" ? ofTenant.values() : tenantIds.map((id) => ofTenant.get(id));
      for (const set of sets) for (const known of set ?? []) known.isCurrent = false;
    },
  };
}
