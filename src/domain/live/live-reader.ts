import type { Actor } from "../../db/index.ts";
import { isAfter, type LiveCursor } from "./live-cursor.ts";
import type { LiveTail } from "./live-tail.ts";
import type { LiveRow, LiveRows } from "./read-live-events.ts";
import { seesLiveEvent } from "./sees-live-event.ts";

/** Events given at once; nothing else is kept for a reader. */
export const LIVE_PAGE = 100;

/** Somebody's place in the events of a dealership. */
export interface LiveReader {
  /** Whether it goes on from where it was left, begins, or must begin anew. */
  readonly start: "resumed" | "hello" | "reset";
  /** Behind all that was given or passed over so far. */
  readonly position: LiveCursor;
  /**
   * What is next for somebody, after so many milliseconds at the latest: at most 100 events,
   * perhaps none, null when the feed is closed. @throws when the database is away.
   */
  read(actor: Actor, milliseconds: number): Promise<LiveRow[] | null>;
  leave(): void;
}

interface ReaderParts {
  start: LiveReader["start"];
  position: LiveCursor;
  tail: LiveTail;
  isClosed(): boolean;
  readStored(after: LiveCursor): Promise<LiveRows>;
  leave(): void;
}

export function createLiveReader(parts: ReaderParts): LiveReader {
  const { tail, isClosed, readStored } = parts;
  let { position } = parts;

  /** What comes next for anybody: from the tail, or from the database if it is older. */
  async function next(): Promise<LiveRow[]> {
    const { from } = tail;
    if (!isAfter(from, position)) return tail.after(position).slice(0, LIVE_PAGE);
    const { events } = await readStored(position);
    // All before the tail was in its final order when the tail began there.
    if (events.length === 0) position = from;
    return events.length === 0 ? next() : events;
  }

  return {
    start: parts.start,
    get position() {
      return position;
    },
    read: async (actor, milliseconds) => {
      const until = performance.now() + milliseconds;
      while (!isClosed()) {
        const events = await next();
        const last = events.at(-1);
        if (last) position = { transaction: last.transaction, id: last.id };
        const seen = events.filter((event) => seesLiveEvent(actor, event));
        const left = until - performance.now();
        if (seen.length > 0 || left <= 0) return seen;
        if (!last) await tail.changed(left);
      }
      return null;
    },
    leave: parts.leave,
  };
}
