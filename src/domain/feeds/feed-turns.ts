import { createFairShares } from "../../infra/fair-shares.ts";
import { busy } from "../errors.ts";

/** Chunks that are read at once: of one dealership, and in this process. */
const OF_ONE = 1;
const OF_ALL = 2;
const WAITING = 100;

/** Runs the reading of a dealership's chunk when it is its turn; rejects busy when too many wait. */
export type FeedTurns = <Result>(tenantId: string, read: () => Promise<Result>) => Promise<Result>;

/** Keeps the database free for others while large feeds are written. */
export function createFeedTurns(): FeedTurns {
  const ofOne = createFairShares(OF_ONE, WAITING);
  const ofAll = createFairShares(OF_ALL, WAITING);
  return (tenantId, read) => {
    const inTurn = () => ofAll.run("all", read) ?? Promise.reject(busy());
    return ofOne.run(tenantId, inTurn) ?? Promise.reject(busy());
  };
}
