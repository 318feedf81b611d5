/** Above the sum of all that a car may miss. */
const MOST_MISSED = 2 ** 15 - 1;
/** How many ranks there are among cars that miss alike. */
export const RANKS = 4;

/** Cars in the order of a stock, each with what it misses, -1 for none of those asked for. */
export interface Measured {
  places: Int32Array;
  misses: Int32Array;
}

/**
 * The most that a car may miss to be found: nothing, or as little as makes enough of the counted
 * cars fit.
 */
export function mostMissed(
  { places, misses }: Measured,
  isCounted: (place: number) => boolean,
  enough: number,
): number {
  const counts = new Int32Array(MOST_MISSED + 1);
  for (let at = 0; at < places.length; at += 1) {
    const missed = misses[at] ?? -1;
    if (missed < 0 || !isCounted(places[at] ?? 0)) continue;
    const capped = Math.min(missed, MOST_MISSED);
    counts[capped] = (counts[capped] ?? 0) + 1;
  }
  let found = 0;
  let most = 0;
  for (let missed = 0; missed <= MOST_MISSED && found < enough; missed += 1) {
    const count = counts[missed] ?? 0;
    if (count > 0) most = missed;
    found += count;
  }
  return most;
}

/** The places that miss no more than `most`, by what they miss, then by rank, then as they come. */
export function rankPlaces(
  { places, misses }: Measured,
  most: number,
  rankOf: (place: number) => number,
): Int32Array {
  const starts = new Int32Array((most + 1) * RANKS + 1);
  const keys = new Int32Array(places.length).fill(-1);
  for (let at = 0; at < places.length; at += 1) {
    const missed = misses[at] ?? -1;
    if (missed < 0 || missed > most) continue;
    const key = missed * RANKS + rankOf(places[at] ?? 0);
    keys[at] = key;
    starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  }
  for (let key = 1; key < starts.length; key += 1) {
    starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0);
  }
  const ranked = new Int32Array(starts.at(-1) ?? 0);
  for (let at = 0; at < places.length; at += 1) {
    const key = keys[at] ?? -1;
    if (key < 0) continue;
    const to = starts[key] ?? 0;
    ranked[to] = places[at] ?? 0;
    starts[key] = to + 1;
  }
  return ranked;
}
