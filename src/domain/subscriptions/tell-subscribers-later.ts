import { enqueueJob, type JobScope } from "../enqueue-job.ts";

/** Whether a look at the subscriptions waits for a change of the stock, or for a moment. */
const KEYS = { now: "subscribers", later: "subscribers:later" };

/**
 * Has those told whom the stock concerns as it is when the scope's transaction commits, however
 * much of it changed: one job of the dealership looks at all of its subscriptions.
 * @param runAt not before this moment; a job at once is another one and stays.
 */
export const tellSubscribersLater = (scope: JobScope, runAt?: Date): Promise<void> =>
  enqueueJob(
    scope,
    "notifySubscribers",
    {},
    { key: runAt ? KEYS.later : KEYS.now, queue: "subscribers", runAt },
  );
