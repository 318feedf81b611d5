import pg from "pg";
import { type Pending, readPending } from "./stored.ts";

/** Milliseconds between two looks. */
const PAUSE = 250;

export interface Settled {
  /** Until nothing was left; null when something was after the limit. */
  seconds: number | null;
  pending: Pending;
}

/** Waits until nothing is left to be done, for `limit` seconds at the most. */
export async function settle(ownerUrl: string, limit: number): Promise<Settled> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const began = performance.now();
  try {
    for (;;) {
      const pending = await readPending(owner);
      const seconds = (performance.now() - began) / 1_000;
      if (Object.values(pending).every((count) => count === 0)) return { seconds, pending };
      if (seconds > limit) return { seconds: null, pending };
      await Bun.sleep(PAUSE);
    }
  } finally {
    await owner.end();
  }
}
