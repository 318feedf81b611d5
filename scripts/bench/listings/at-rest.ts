import type { Served } from "./processes.ts";
import { NotHere } from "./verdict.ts";

/** Milliseconds between two looks; so many in a row at which next to nothing was done. */
const [INTERVAL, QUIET_LOOKS] = [2_000, 3];
/** Seconds of CPU between two looks that are next to nothing. */
const LITTLE = 0.1;
/** Looks after which nobody waits longer: six minutes. */
const MOST_LOOKS = 180;

/**
 * Waits until a server that nobody asks has done what a start has to do: for each dealership that it
 * does not know yet it sees to the work of every day.
 * @throws NotHere when it does not come to rest.
 */
export async function atRest(server: Served): Promise<void> {
  let quiet = 0;
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const before = await server.cpu();
    await Bun.sleep(INTERVAL);
    quiet = (await server.cpu()) - before < LITTLE ? quiet + 1 : 0;
    if (quiet === QUIET_LOOKS) return;
  }
  throw new NotHere("a server without requests does not come to rest");
}
