import type { WholeLead } from "./lock-leads.ts";
import type { Moved, Waiting } from "./moved.ts";

/** As many as a lead may have. */
const MOST_TAGS = 20;

type Changed = Moved["changed"];
type Column = keyof Changed;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
const earlier = (a: Date | null, b: Date | null) => (a && b ? (a < b ? a : b) : (a ?? b));
const later = (a: Date | null, b: Date | null) => (a && b ? (a > b ? a : b) : (a ?? b));

export const plain = (value: Date | string | null): string | null =>
  value instanceof Date ? instant(value) : value;

export const joinedTags = (kept: string[], other: string[]): string[] =>
  [...new Set([...kept, ...other])].slice(0, MOST_TAGS);

const waitingOf = (lead: WholeLead): Waiting => ({
  ...{ awaitingSince: instant(lead.awaitingSince), replyDueAt: instant(lead.replyDueAt) },
  ...{ remindedAt: instant(lead.remindedAt), escalatedAt: instant(lead.escalatedAt) },
});

/** Whether the other's question is the first that nobody has answered. */
const waitsLonger = (kept: WholeLead, other: WholeLead) =>
  other.awaitingSince !== null &&
  earlier(kept.awaitingSince, other.awaitingSince) !== kept.awaitingSince;

/**
 * What a lead becomes when another turns out to be the same person: what it lacks it gets from the
 * other, and its dates are those of both. A question of the other that waits longer makes the due
 * time be told anew.
 */
export function combineLeads(kept: WholeLead, other: WholeLead) {
  const takesAssignee = kept.assigneeId === null && other.assigneeId !== null;
  const dates = {
    firstInboundAt: earlier(kept.firstInboundAt, other.firstInboundAt),
    firstReplyAt: earlier(kept.firstReplyAt, other.firstReplyAt),
    lastInboundAt: later(kept.lastInboundAt, other.lastInboundAt),
    lastActivityAt: later(kept.lastActivityAt, other.lastActivityAt) ?? kept.lastActivityAt,
    optedOutAt: kept.optedOutAt ?? other.optedOutAt,
    autoAnsweredAt: later(kept.autoAnsweredAt, other.autoAnsweredAt),
    ...(takesAssignee && { assigneeId: other.assigneeId, assignedAt: other.assignedAt }),
  };
  const takesWaiting = waitsLonger(kept, other);
  const waiting = takesWaiting && {
    ...{ awaitingSince: other.awaitingSince, replyDueAt: null },
    ...{ remindedAt: other.remindedAt, escalatedAt: other.escalatedAt },
  };
  const columns = Object.keys(dates) as Column[];
  const changed: Changed = Object.fromEntries(
    columns
      .map((column): [Column, [string | null, string | null]] => [
        column,
        [plain(kept[column]), plain({ ...kept, ...dates }[column])],
      ])
      .filter(([, [before, after]]) => before !== after),
  );
  const filled = (["name", "email"] as const).filter(
    (column) => kept[column] === null && other[column] !== null,
  );
  return {
    data: {
      ...{ ...dates, ...waiting, tags: joinedTags(kept.tags, other.tags) },
      ...{ name: kept.name ?? other.name, email: kept.email ?? other.email },
    },
    before: {
      ...{ changed, filled, tags: kept.tags.length },
      waiting: {
        ...{ kept: waitingOf(kept), merged: waitingOf(other) },
        after: instant(takesWaiting ? other.awaitingSince : kept.awaitingSince),
      },
    } satisfies Partial<Moved>,
    takesWaiting,
  };
}
