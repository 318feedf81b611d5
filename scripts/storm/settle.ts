import { askOwner } from "./ask-owner.ts";
import { type Pending, readPending } from "./stored.ts";

/** Milliseconds between two looks. */
const PAUSE = 250;

export interface Settled {
  /** Until nothing was left; null when something was after the limit. */
  seconds: number | null;
  pending: Pending;
}

/** Waits until nothing is left to be done, for `limit` seconds at the most. */
export const settle = (ownerUrl: string, limit: number): Promise<Settled> =>
  askOwner(ownerUrl, async (owner) => {
    const began = performance.now();
    for (;;) {
      const pending = await readPending(owner);
      const seconds = (performance.now() - began) / 1_000;
      if (pending.events + pending.messages + pending.jobs === 0) return { seconds, pending };
      if (seconds > limit) return { seconds: null, pending };
      await Bun.sleep(PAUSE);
    }
  });
