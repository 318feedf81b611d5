import type { TenantRecord } from "../../db/index.ts";

interface Parts {
  read(host: string): Promise<TenantRecord | null>;
  /** Given what was read, unless it changed meanwhile. `readAt` is of performance.now(). */
  keep(host: string, found: TenantRecord | null, readAt: number): void;
}

export interface HostReader {
  /** Reads, once for all who ask for a host at the same time. */
  read(host: string): Promise<TenantRecord | null>;
  /** What is being read of these, or of every one, is not kept, and nobody else waits for it. */
  outdate(tenantIds: string[] | "all"): void;
}

export function createHostReader({ read, keep }: Parts): HostReader {
  const joinable = new Map<string, Promise<TenantRecord | null>>();
  /** For each reading, which dealerships changed since it began. */
  const underWay = new Set<Set<string>>();

  async function readAndKeep(host: string): Promise<TenantRecord | null> {
    const changed = new Set<string>();
    underWay.add(changed);
    try {
      const readAt = performance.now();
      const found = await read(host);
      const isCurrent = found ? !changed.has(found.id) && !changed.has("all") : changed.size === 0;
      if (isCurrent) keep(host, found, readAt);
      return found;
    } finally {
      underWay.delete(changed);
    }
  }

  return {
    read: (host) => {
      const running = joinable.get(host);
      if (running) return running;
      const reading = readAndKeep(host).finally(() => {
        if (joinable.get(host) === reading) joinable.delete(host);
      });
      joinable.set(host, reading);
      return reading;
    },
    outdate: (tenantIds) => {
      joinable.clear();
      for (const changed of underWay) {
        for (const id of tenantIds === "all" ? ["all"] : tenantIds) changed.add(id);
      }
    },
  };
}
