import { LRUCache } from "lru-cache";
import {
  findTenantById,
  isDatabaseUnavailable,
  NO_ORIGIN,
  tenantsWithEvents,
  withTenant,
} from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { sweepInbox } from "../domain/inbox/sweep-inbox.ts";
import { workThroughBatch } from "../domain/inbox/work-through-batch.ts";
import type { EnterTenant } from "../domain/staff/enter-tenant.ts";

/** Dealerships whose events are worked in at once: less than the pool holds, for requests to go on. */
const AT_ONCE = 4;
/** Milliseconds between two looks for events of processes that died, and of those to be tried again. */
const LOOK_INTERVAL = 1_000;
/** Milliseconds that events are left to the process that took them in. */
const LEFT_TO_OTHERS = 500;
/** Milliseconds until a dealership that another process works for has its next turn. */
const BUSY_PAUSE = 50;
/**
 * Milliseconds between two turns of a dealership for each that has had turns of late, and at the
 * most: when many are written to at once each waits a little, and more is worked in at a turn.
 */
const [REST_FOR_EACH, LONGEST_REST] = [4, 800];
/** Milliseconds for which a dealership is not read again. */
const TENANT_FRESH_FOR = 10_000;
/** Milliseconds between two sweeps of what has waited in vain. */
const SWEEP_INTERVAL = 3_600_000;

export interface InboxPump {
  /** Gives a dealership a turn as soon as there is a place. */
  wake(tenantId: string): void;
  /** Begins nothing more and finishes what is under way. */
  stop(): Promise<void>;
}

/** Opens transactions of dealerships on behalf of the gateway; null for one that is gone. */
export function gatewayScopes({ database, clock, log }: Deps) {
  const known = new LRUCache<string, EnterTenant>({ max: 10_000, ttl: TENANT_FRESH_FOR });
  return async (tenantId: string): Promise<EnterTenant | null> => {
    const entered = known.get(tenantId);
    if (entered) return entered;
    const tenant = await findTenantById(database, tenantId);
    if (!tenant) return null;
    const actor = { kind: "gateway" } as const;
    const logger = log.child({ tenant: tenant.slug });
    const enter: EnterTenant = (work) =>
      withTenant(database, { tenant, actor, origin: NO_ORIGIN, now: clock(), log: logger }, work);
    known.set(tenantId, enter);
    return enter;
  };
}

/**
 * Works in what the gateway posted, for every dealership in its turn and one batch a turn: at once
 * when this process took something in, and within seconds when another did that is no more.
 */
export function runInbox(deps: Deps): InboxPump {
  const { database, clock, log, intake } = deps;
  const scopeOf = gatewayScopes(deps);
  const line = new Set<string>();
  const working = new Map<string, Promise<void>>();
  const pauses = new Map<string, ReturnType<typeof setTimeout>>();
  /** When each that has had a turn of late had it last; those of the interval before count too. */
  let turns = new Map<string, number>();
  let formerTurns = new Map<string, number>();
  const swept = new Map<string, number>();
  let isStopping = false;
  let isAway = false;

  function wake(tenantId: string) {
    if (pauses.has(tenantId)) return;
    const rest = Math.min(LONGEST_REST, REST_FOR_EACH * Math.max(turns.size, formerTurns.size));
    const last = turns.get(tenantId) ?? formerTurns.get(tenantId);
    const wait = last === undefined ? 0 : last + rest - performance.now();
    if (wait > REST_FOR_EACH) return wakeLater(tenantId, wait);
    line.add(tenantId);
    fill();
  }

  function wakeLater(tenantId: string, wait: number) {
    const pause = setTimeout(() => {
      pauses.delete(tenantId);
      line.add(tenantId);
      fill();
    }, wait);
    pauses.set(tenantId, pause);
  }

  function fill() {
    if (isStopping || isAway) return;
    for (const tenantId of line) {
      if (working.size >= AT_ONCE) return;
      if (working.has(tenantId)) continue;
      line.delete(tenantId);
      turns.set(tenantId, performance.now());
      const turn = takeTurn(tenantId).finally(() => {
        working.delete(tenantId);
        fill();
      });
      working.set(tenantId, turn);
    }
  }

  async function takeTurn(tenantId: string) {
    try {
      const enter = await scopeOf(tenantId);
      if (!enter) return;
      const worked = await workThroughBatch(enter);
      if (worked === null) wakeLater(tenantId, BUSY_PAUSE);
      else if (worked.isMore) line.add(tenantId);
      await sweep(tenantId, enter);
    } catch (error) {
      told(error);
    }
  }

  async function sweep(tenantId: string, enter: EnterTenant) {
    const due = (swept.get(tenantId) ?? 0) + SWEEP_INTERVAL < performance.now();
    if (!due && swept.has(tenantId)) return;
    swept.set(tenantId, performance.now());
    await enter(sweepInbox);
  }

  function told(error: unknown) {
    if (!isDatabaseUnavailable(error)) log.error({ err: error }, "working in events failed");
    else if (!isAway) log.warn({ err: error }, "the inbox waits for the database");
    // The next look begins again.
    isAway = isDatabaseUnavailable(error);
  }

  async function look() {
    try {
      const before = new Date(clock().getTime() - LEFT_TO_OTHERS);
      const tenants = await tenantsWithEvents(database, before);
      isAway = false;
      formerTurns = turns;
      turns = new Map();
      for (const tenantId of tenants) wake(tenantId);
      fill();
    } catch (error) {
      told(error);
    }
  }

  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_INTERVAL);
  intake.onAccepted(wake);
  return {
    wake,
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      for (const pause of pauses.values()) clearTimeout(pause);
      await looking;
      await Promise.all(working.values());
    },
  };
}
