import { setTimeout as pause } from "node:timers/promises";
import type { Logger } from "../infra/logger.ts";
import { type Changes, openChangeSource } from "./change-source.ts";

/** Milliseconds between two questions when nobody told of a change. */
const INTERVAL = 300;
/** Milliseconds between two questions at the least, so that a burst of changes takes few. */
const SHORTEST = 10;
/** Milliseconds until a lost connection is replaced. */
const RECONNECT = 100;

export interface ChangeReport extends Changes {
  /** Milliseconds of performance.now(): every change that was committed before it is told by now. */
  at: number;
}

/** Tells which dealerships changed: their stock, its photos, themselves or their domains. */
export interface ChangeWatch {
  /** Has a listener called with every report from now on. The first call connects. */
  follow(listener: (report: ChangeReport) => void): void;
  close(): Promise<void>;
}

/**
 * Follows the changes of all dealerships: asks at once when the database tells of one, and every
 * 300 ms in case it could not. While it is away or gives no answer there is no report; the next one
 * says that any may have changed.
 */
export function watchChanges(url: string, log: Logger): ChangeWatch {
  const listeners = new Set<(report: ChangeReport) => void>();
  let isNoticed = false;
  let isAway = false;
  let isClosed = false;
  let running: Promise<void> | undefined;
  let endTurn = () => {};
  const notice = () => {
    isNoticed = true;
    endTurn();
  };
  const source = openChangeSource(url, notice);

  /** Until a change is told of or the next question is due. */
  async function turn(askedAt: number): Promise<void> {
    if (!isNoticed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      endTurn = resolve;
      const due = setTimeout(resolve, INTERVAL);
      await promise;
      clearTimeout(due);
    }
    const early = askedAt + SHORTEST - performance.now();
    if (early > 0) await pause(early);
  }

  async function ask(): Promise<void> {
    const at = performance.now();
    isNoticed = false;
    const changes = await source.ask();
    if (isAway) log.info("changes of dealerships are followed again");
    isAway = false;
    for (const listener of listeners) listener({ ...changes, at });
    await turn(at);
  }

  async function run(): Promise<void> {
    while (!isClosed) {
      try {
        await ask();
      } catch (error) {
        const { message: reason } = error as Error;
        if (!isAway && !isClosed) log.warn({ reason }, "changes of dealerships cannot be followed");
        isAway = true;
        source.leave();
        if (!isClosed) await pause(RECONNECT);
      }
    }
    source.leave();
  }

  return {
    follow: (listener) => {
      listeners.add(listener);
      running ??= run();
    },
    close: async () => {
      isClosed = true;
      source.leave();
      notice();
      await running;
    },
  };
}
