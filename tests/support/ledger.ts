/**
 * What a client was promised: the identity of every message that was answered by success. Held
 * against what is stored afterwards, it proves that nothing was lost and nothing doubled.
 */
export interface Ledger {
  note(identity: string): void;
  readonly size: number;
  has(identity: string): boolean;
  compare(stored: Iterable<string>): Comparison;
}

export interface Comparison {
  /** Promised, and not there. */
  lost: string[];
  /** There more than once. */
  doubled: string[];
  /** There once or more, though the client never heard so: its answer was lost on the way. */
  unpromised: string[];
}

export function createLedger(): Ledger {
  const promised = new Set<string>();
  return {
    note: (identity) => void promised.add(identity),
    get size() {
      return promised.size;
    },
    has: (identity) => promised.has(identity),
    compare: (stored) => {
      const times = new Map<string, number>();
      for (const identity of stored) times.set(identity, (times.get(identity) ?? 0) + 1);
      return {
        lost: [...promised].filter((identity) => !times.has(identity)),
        doubled: [...times].filter(([, count]) => count > 1).map(([identity]) => identity),
        unpromised: [...times.keys()].filter((identity) => !promised.has(identity)),
      };
    },
  };
}
