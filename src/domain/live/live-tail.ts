import { isAfter, type LiveCursor } from "./live-cursor.ts";
import type { LiveRow, LiveRows } from "./read-live-events.ts";

/** Events; whoever is further behind reads from the database. */
const KEPT = 200;
/** Milliseconds after which to look again for what waits for a running transaction. */
const HELD_AGAIN = 20;

/** The latest events of one dealership, kept once for all who follow it in this process. */
export interface LiveTail {
  /** Behind which every event is kept here. */
  readonly from: LiveCursor;
  /** Kept events after a place, oldest first. */
  after(cursor: LiveCursor): LiveRow[];
  /** Resolves when there is more, when the tail is closed, or after so many milliseconds. */
  changed(milliseconds: number): Promise<void>;
  /** Looks for more at once. */
  look(): void;
  close(): void;
}

interface TailParts {
  start: LiveCursor;
  read(after: LiveCursor): Promise<LiveRows>;
  /** Milliseconds from one look to the next. */
  interval(): number;
  onError(error: unknown): void;
}

export function createLiveTail({ start, read, interval, onError }: TailParts): LiveTail {
  let from = start;
  let position = start;
  let events: LiveRow[] = [];
  let isLooking = false;
  let again = false;
  let isClosed = false;
  let heldFor = HELD_AGAIN;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Set<() => void>();

  const wake = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  function keep(fresh: LiveRow[]) {
    const last = fresh.at(-1);
    if (!last) return;
    position = { transaction: last.transaction, id: last.id };
    events.push(...fresh);
    const dropped = events.at(-KEPT - 1);
    if (dropped) {
      from = { transaction: dropped.transaction, id: dropped.id };
      events = events.slice(-KEPT);
    }
    wake();
  }

  /** @returns milliseconds until the next look. */
  async function readOn(): Promise<number> {
    const { events: fresh, isFull, isHeld } = await read(position);
    keep(fresh);
    if (isFull) again = true;
    heldFor = isHeld && fresh.length === 0 ? heldFor * 2 : HELD_AGAIN;
    return isHeld ? Math.min(heldFor, interval()) : interval();
  }

  async function look(): Promise<void> {
    again = true;
    if (isLooking) return;
    isLooking = true;
    clearTimeout(timer);
    let next = interval();
    while (again && !isClosed) {
      again = false;
      try {
        next = await readOn();
      } catch (error) {
        onError(error);
      }
    }
    isLooking = false;
    if (!isClosed) timer = setTimeout(look, next);
  }

  timer = setTimeout(look, interval());
  return {
    get from() {
      return from;
    },
    after: (cursor) => {
      const first = events.findIndex((event) => isAfter(event, cursor));
      return first < 0 ? [] : events.slice(first);
    },
    changed: async (milliseconds) => {
      if (isClosed) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      const late = setTimeout(resolve, milliseconds);
      await promise;
      clearTimeout(late);
      waiting.delete(resolve);
    },
    look: () => void look(),
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      wake();
    },
  };
}
