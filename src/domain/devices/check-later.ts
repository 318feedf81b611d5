import type { JobOptions } from "../enqueue-job.ts";

/** Milliseconds between two questions to the gateway; longer the longer a device has been held. */
const SHORTEST = 3 * 60_000;
const LONGEST = 60 * 60_000;

/** When to ask again for a device that has been held since then. */
export function checkLater(deviceId: string, heldSince: Date, now: Date): JobOptions {
  const held = now.getTime() - heldSince.getTime();
  const pause = Math.min(Math.max(held / 4, SHORTEST), LONGEST);
  return { key: `check:${deviceId}`, runAt: new Date(now.getTime() + pause) };
}
