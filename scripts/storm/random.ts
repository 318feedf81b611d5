/** Chance that a seed repeats. */
export interface Chance {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to, but not, `limit`. */
  below(limit: number): number;
  /** Whether something of this likelihood happens. */
  happens(likelihood: number): boolean;
  /** @throws when there is nothing to pick from. */
  pick<Item>(from: readonly Item[]): Item;
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** The generator mulberry32 by Tommy Ettinger: 32 bits of state, good enough to mix a storm. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    happens: (likelihood) => next() < likelihood,
    pick: (from) => {
      const index = below(from.length);
      if (from.length === 0) throw new Error("there is nothing to pick from");
      return from[index] as (typeof from)[number];
    },
    shuffle: (items) =>
      items
        .map((item) => ({ item, rank: next() }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ item }) => item),
  };
}
