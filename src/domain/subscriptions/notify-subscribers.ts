import type { EnterTenant } from "../staff/enter-tenant.ts";
import { type Due, type DuePage, findDue, hasConfirmed } from "./find-due.ts";
import { DAY } from "./limits.ts";
import { notifySubscriber } from "./notify-subscriber.ts";
import { quietUntil } from "./quiet-until.ts";
import { tellSubscribersLater } from "./tell-subscribers-later.ts";

/** Milliseconds until it is looked again whether a number of the dealership is connected. */
const CONNECTED_AGAIN = 3_600_000;

/** Every subscription to which the stock as it is has something to tell. */
async function findAllDue(enter: EnterTenant): Promise<{ all: Due[]; now: Date }> {
  const all: Due[] = [];
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const page: DuePage & { now: Date } = await enter(async (scope) => ({
      ...(await findDue(scope, from)),
      now: scope.now,
    }));
    all.push(...page.due);
    if (!page.next) return { all, now: page.now };
    after = page.next;
  }
}

/** Whether anybody is to be told now; what has to wait for the opening gets a job for then. */
const mayTell = (enter: EnterTenant): Promise<boolean> =>
  enter(async (scope) => {
    if (!(await hasConfirmed(scope))) return false;
    const until = await quietUntil(scope);
    if (until instanceof Date) await tellSubscribersLater(scope, until);
    return until === null;
  });

/**
 * Tells everybody whom the stock as it is concerns: in opening hours, and no subscription twice a
 * day. What has to wait has a job of its own. Whatever breaks off, the next run does the rest, as
 * what was told is kept with its message.
 * @throws AggregateError of those that failed, after the others were told.
 */
export async function notifySubscribers(enter: EnterTenant): Promise<void> {
  if (!(await mayTell(enter))) return;
  const { all, now } = await findAllDue(enter);
  const faults: unknown[] = [];
  const waiting: number[] = [];
  for (const { id, notifiedAt } of all) {
    const rested = (notifiedAt?.getTime() ?? 0) + DAY;
    if (rested > now.getTime()) {
      waiting.push(rested);
      continue;
    }
    await enter((scope) => notifySubscriber(scope, id)).then(
      (isDone) => isDone || waiting.push(now.getTime() + CONNECTED_AGAIN),
      (fault) => faults.push(fault),
    );
  }
  if (waiting.length > 0) {
    await enter((scope) =>
      tellSubscribersLater(scope, new Date(waiting.reduce((a, b) => Math.min(a, b)))),
    );
  }
  if (faults.length > 0) throw new AggregateError(faults, "telling subscribers failed");
}
