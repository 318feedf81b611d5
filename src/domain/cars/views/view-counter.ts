import { type Database, NO_ORIGIN, type TenantRecord, withTenant } from "../../../db/index.ts";
import type { Logger } from "../../../infra/logger.ts";
import { type ReadPages, storeViews } from "./store-views.ts";

/** Milliseconds that a view waits for others; a process that is killed loses as much. */
const STORE_EVERY = 5_000;
/** Pages with views that wait, far above what is read meanwhile; beyond it nothing is counted. */
const MOST_WAITING = 100_000;

/** Views of a page of a car that are not stored yet. */
export interface PageViews {
  readonly tenant: TenantRecord;
  readonly carId: string;
  waiting: number;
}

/** How often the pages of cars are read, counted in the process and stored every few seconds. */
export interface ViewCounter {
  count(page: PageViews): void;
  /** Stores what waits; what cannot be stored waits on. */
  store(): Promise<void>;
  /** Stores what waits, and counts no more. */
  close(): Promise<void>;
}

interface CounterParts {
  database: Database;
  clock: () => Date;
  log: Logger;
}

export function createViewCounter({ database, clock, log }: CounterParts): ViewCounter {
  let waiting: PageViews[] = [];
  let timer: Timer | undefined;
  let storing = Promise.resolve();
  let isClosed = false;

  function add(page: PageViews, views: number): void {
    if (page.waiting === 0) {
      if (isClosed || waiting.length >= MOST_WAITING) return;
      waiting.push(page);
      timer ??= setTimeout(() => void store(), STORE_EVERY).unref();
    }
    page.waiting += views;
  }

  async function storeOf(tenant: TenantRecord, pages: PageViews[]): Promise<void> {
    const read = pages.map((page) => ({ page, carId: page.carId, views: page.waiting }));
    for (const page of pages) page.waiting = 0;
    const context = {
      tenant,
      actor: { kind: "job" as const },
      origin: NO_ORIGIN,
      now: clock(),
      log,
    };
    try {
      await withTenant(database, context, (scope) => storeViews(scope, perCar(read)));
    } catch (error) {
      log.warn({ err: error }, "views of cars are stored later");
      for (const { page, views } of read) add(page, views);
    }
  }

  async function storeAll(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = Map.groupBy(waiting, ({ tenant }) => tenant.id);
    waiting = [];
    for (const pages of taken.values()) if (pages[0]) await storeOf(pages[0].tenant, pages);
  }

  function store(): Promise<void> {
    storing = storing.then(storeAll);
    return storing;
  }

  return {
    count: (page) => add(page, 1),
    store,
    close: async () => {
      await store();
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** A car has several pages: whole, or some of its fields. */
function perCar(read: ReadPages[]): ReadPages[] {
  const views = new Map<string, number>();
  for (const one of read) views.set(one.carId, (views.get(one.carId) ?? 0) + one.views);
  return [...views].map(([carId, sum]) => ({ carId, views: sum }));
}
