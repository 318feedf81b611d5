import { busy, DomainError } from "../../domain/errors.ts";

/** Streams open at once, each holding a chunk in memory: of one dealership, and in this process. */
const OF_ONE = 4;
const OF_ALL = 32;

export interface FeedPlaces {
  /**
   * Takes a place for a stream.
   * @returns what gives it back; a second call does nothing.
   * @throws DomainError too_many TOO_MANY_STREAMS when the dealership has all of its own, busy when
   * this process has none.
   */
  take(tenantId: string): () => void;
}

export function createFeedPlaces(ofOne = OF_ONE, ofAll = OF_ALL): FeedPlaces {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take: (tenantId) => {
      const own = taken.get(tenantId) ?? 0;
      if (own >= ofOne) throw tooMany(ofOne);
      if (all >= ofAll) throw busy();
      taken.set(tenantId, own + 1);
      all += 1;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        all -= 1;
        const left = (taken.get(tenantId) ?? 1) - 1;
        if (left > 0) taken.set(tenantId, left);
        else taken.delete(tenantId);
      };
    },
  };
}

const tooMany = (most: number) =>
  new DomainError(
    "too_many",
    "TOO_MANY_STREAMS",
    `A dealership has at most ${most} of these open at once.`,
    { retryAfter: 1 },
  );
