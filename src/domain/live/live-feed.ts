import {
  type Database,
  NO_ORIGIN,
  type TenantRecord,
  type TenantScope,
  withTenant,
} from "../../db/index.ts";
import type { EventBus } from "../../infra/event-bus.ts";
import type { Logger } from "../../infra/logger.ts";
import { busy, DomainError } from "../errors.ts";
import { type LiveCursor, momentOf } from "./live-cursor.ts";
import { createLiveNotices } from "./live-notices.ts";
import { createLiveReader, LIVE_PAGE, type LiveReader } from "./live-reader.ts";
import { createLiveSweeper } from "./live-sweeper.ts";
import { createLiveTail, type LiveTail } from "./live-tail.ts";
import { findLiveHead, readLiveEvents } from "./read-live-events.ts";
import { LIVE_EVENTS_KEPT, sweepLiveEvents } from "./sweep-live-events.ts";

/** Readers at once, in this process. */
const MOST_READERS = 2_000;
/** Of one person or API key: a browser with some tabs. */
const MOST_OF_ONE = 10;
/** Milliseconds between two looks at a dealership that nobody gave notice of. */
const LOOK_EVERY = 500;
/** Milliseconds for each dealership that is followed, so that looks are at most 100 a second. */
const LOOK_SHARE = 10;
/** What is new in the inboxes, for everybody who follows them in this process. */
export interface LiveFeed {
  /**
   * Begins to read behind a place, or from now on.
   * @param who of the readers at once ten may be the same.
   * @throws DomainError busy beyond 2,000 readers, too_many TOO_MANY_STREAMS beyond ten of one.
   */
  follow(tenant: TenantRecord, who: string, after: LiveCursor | null): Promise<LiveReader>;
  /** Ends every reader at once, and lets none begin. */
  close(): Promise<void>;
}

interface FeedParts {
  database: Database;
  bus: EventBus;
  clock: () => Date;
  log: Logger;
}

export function createLiveFeed({ database, bus, clock, log }: FeedParts): LiveFeed {
  const tails = new Map<string, { tail: LiveTail; readers: number }>();
  const readersOf = new Map<string, number>();
  let readers = 0;
  let isClosed = false;

  const enter = <Result>(tenant: TenantRecord, work: (scope: TenantScope) => Promise<Result>) =>
    withTenant(
      database,
      { tenant, actor: { kind: "job" }, origin: NO_ORIGIN, now: clock(), log },
      work,
    );
  const reads = (tenant: TenantRecord) => (after: LiveCursor) =>
    enter(tenant, (scope) => readLiveEvents(scope, after, LIVE_PAGE));
  const onError = (error: unknown) => log.warn({ err: error }, "live events are out of reach");
  const sweeper = createLiveSweeper((tenant) => enter(tenant, sweepLiveEvents), onError);

  const notices = createLiveNotices(bus, (tenantId) => tails.get(tenantId)?.tail.look());
  bus.onGap(() => {
    for (const { tail } of tails.values()) tail.look();
  });
  database.onAnnounced("live", (tenant) => {
    if (isClosed) return;
    notices.tell(tenant.id);
    sweeper.noticed(tenant);
  });

  function count(who: string, change: 1 | -1): void {
    readers += change;
    const own = (readersOf.get(who) ?? 0) + change;
    if (own > 0) readersOf.set(who, own);
    else readersOf.delete(who);
  }

  function join(tenant: TenantRecord, start: LiveCursor): LiveTail {
    const interval = () => Math.max(LOOK_EVERY, tails.size * LOOK_SHARE);
    const read = reads(tenant);
    const entry = tails.get(tenant.id) ?? {
      tail: createLiveTail({ start, read, interval, onError }),
      readers: 0,
    };
    entry.readers += 1;
    tails.set(tenant.id, entry);
    return entry.tail;
  }

  function part(tenant: TenantRecord): void {
    const entry = tails.get(tenant.id);
    if (!entry) return;
    entry.readers -= 1;
    if (entry.readers > 0) return;
    entry.tail.close();
    tails.delete(tenant.id);
  }

  return {
    follow: async (tenant, person, after) => {
      const who = `${tenant.id}:${person}`;
      if (isClosed || readers >= MOST_READERS) throw busy();
      if ((readersOf.get(who) ?? 0) >= MOST_OF_ONE) throw tooMany();
      count(who, 1);
      try {
        const head = await enter(tenant, findLiveHead);
        if (isClosed) throw busy();
        const isKnown =
          after !== null &&
          after.transaction <= head.transaction &&
          momentOf(after) > momentOf(head) - LIVE_EVENTS_KEPT;
        const tail = join(tenant, head);
        sweeper.noticed(tenant);
        let hasLeft = false;
        return createLiveReader({
          start: isKnown ? "resumed" : after ? "reset" : "hello",
          position: isKnown ? after : head,
          tail,
          isClosed: () => isClosed || hasLeft,
          readStored: reads(tenant),
          leave: () => {
            if (hasLeft) return;
            hasLeft = true;
            count(who, -1);
            part(tenant);
          },
        });
      } catch (error) {
        count(who, -1);
        throw error;
      }
    },
    close: async () => {
      isClosed = true;
      for (const { tail } of tails.values()) tail.close();
      await sweeper.close();
    },
  };
}

const tooMany = () =>
  new DomainError("too_many", "TOO_MANY_STREAMS", "Ten streams at once are the most for one.", {
    retryAfter: 5,
  });
