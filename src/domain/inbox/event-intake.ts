import { type EventDoor, isDatabaseUnavailable, type PostedEvent } from "../../db/index.ts";
import { createMicroBatches } from "../../infra/micro-batches.ts";
import { DomainError } from "../errors.ts";

/** Events of one commit. */
const BATCH = 200;
/** Commits under way at once: the next fills while PostgreSQL writes. */
export const COMMITS_AT_ONCE = 2;
/** What may wait: some tenths of a second of work, and some megabytes. */
const WAITING = { items: 2_000, bytes: 32 * 1024 * 1024 };

export interface EventIntake {
  /**
   * Resolves when the event is committed.
   * @returns false when the token is good for nothing, and nothing is kept.
   * @throws DomainError busy INBOX_FULL when too many wait.
   */
  accept(event: PostedEvent): Promise<boolean>;
  /** Calls when events of a dealership have been committed. */
  onAccepted(listener: (tenantId: string) => void): void;
}

/** Takes in what the gateway posts, in micro-batches: nobody's event fails for another's. */
export function createEventIntake(door: EventDoor): EventIntake {
  const listeners: ((tenantId: string) => void)[] = [];
  const batches = createMicroBatches<PostedEvent, boolean>({
    run: async (events) => {
      const kept = await door.accept(events);
      const tenants = new Set(
        events.filter(({ id }) => kept.has(id)).map(({ tenantId }) => tenantId),
      );
      for (const listener of listeners) tenants.forEach(listener);
      return events.map(({ id }) => kept.has(id));
    },
    isShared: isDatabaseUnavailable,
    sizeOf: ({ body }) => body.length,
    ...{ largest: BATCH, running: COMMITS_AT_ONCE, waiting: WAITING },
  });
  return {
    accept: async (event) => {
      const kept = batches.add(event);
      if (kept) return kept;
      throw new DomainError("busy", "INBOX_FULL", "Too much comes in at once. Send it again.", {
        retryAfter: 1,
      });
    },
    onAccepted: (listener) => void listeners.push(listener),
  };
}
