/** Choices that a seed repeats. */
export interface Chance {
  below(count: number): number;
  is(probability: number): boolean;
  of<T>(choices: readonly T[]): T;
  /** Some of them, one at the least, in their order. */
  some<T>(choices: readonly T[]): T[];
}

/** Mulberry32: small, quick and good enough to mix test cases. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number) => Math.floor(next() * count);
  const of = <T>(choices: readonly T[]): T => {
    if (choices.length === 0) throw new Error("nothing to choose from");
    return choices[below(choices.length)] as T;
  };
  return {
    ...{ below, of },
    is: (probability) => next() < probability,
    some: (choices) => {
      const kept = choices.filter(() => next() < 0.4);
      return kept.length > 0 ? kept : [of(choices)];
    },
  };
}
