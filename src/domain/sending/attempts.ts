/** Attempts at a gateway that cannot be reached, until a message is given up. */
const ROUND = 10;

/** Seconds; after the first failure, doubled after each further one. */
const FIRST_PAUSE = 15;
const LONGEST_PAUSE = 1_800;

/** The count from which a message begins its attempts anew; they are counted on. */
export const nextRound = (attempts: number): number => Math.ceil(attempts / ROUND) * ROUND;

export const isLastOfRound = (attempt: number): boolean => attempt % ROUND === 0;

/** Milliseconds to wait after an attempt, the first being 1; the gateway may ask for longer. */
export function pauseAfter(attempt: number, retryAfterSeconds = 0): number {
  const inRound = ((attempt - 1) % ROUND) + 1;
  const pause = Math.min(FIRST_PAUSE * 2 ** (inRound - 1), LONGEST_PAUSE);
  return Math.max(pause, retryAfterSeconds) * 1_000;
}
