import { LRUCache } from "lru-cache";
import { isDatabaseUnavailable, openTenants } from "../db/index.ts";
import type { Deps } from "../deps.ts";
import { scheduleTaxReminders } from "../domain/cars/tax-reminders/schedule-tax-reminders.ts";
import { scheduleStockValue } from "../domain/cars/value/schedule-stock-value.ts";
import { enterTenantOfJob } from "./enter-tenant-of-job.ts";

/** Milliseconds between two looks for dealerships that are new. */
const LOOK_INTERVAL = 600_000;
/** Milliseconds for which a dealership is known to have its jobs: each sees to the next day's. */
const SEEN_FOR = 86_400_000;

export interface Dailies {
  /** Begins nothing more and finishes what is under way. */
  stop(): Promise<void>;
}

/**
 * Sees to it that every open dealership has what is done each day: the value of its stock is noted,
 * and its staff are reminded of taxes. One dealership after another, the newest first, at the start and
 * once a day.
 */
export function runDailies(deps: Deps): Dailies {
  const { database, clock, log } = deps;
  const seen = new LRUCache<string, true>({ max: 100_000, ttl: SEEN_FOR });
  let isStopping = false;

  async function look() {
    try {
      for (const tenantId of await openTenants(database, clock())) {
        if (isStopping) return;
        if (seen.has(tenantId)) continue;
        await schedule(tenantId);
        seen.set(tenantId, true);
      }
    } catch (error) {
      if (isDatabaseUnavailable(error)) log.warn({ err: error }, "dailies wait for the database");
      else log.error({ err: error }, "scheduling dailies failed");
    }
  }

  async function schedule(tenantId: string) {
    const enter = await enterTenantOfJob(deps, tenantId);
    await enter(async (scope) => {
      await scheduleStockValue(scope);
      await scheduleTaxReminders(scope);
    });
  }

  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, LOOK_INTERVAL);
  return {
    stop: async () => {
      isStopping = true;
      clearInterval(timer);
      await looking;
    },
  };
}
