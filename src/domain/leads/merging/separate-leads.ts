import type { Prisma, TenantScope } from "../../../db/index.ts";
import { joinedTags, plain } from "./combine-leads.ts";
import type { WholeLead } from "./lock-leads.ts";
import type { Moved, Waiting } from "./moved.ts";

type Change = Prisma.LeadUncheckedUpdateInput;
const NOBODY_WAITS: Waiting = {
  ...{ awaitingSince: null, replyDueAt: null, remindedAt: null, escalatedAt: null },
};

/** The kept lead's columns as they were, but for those that changed since the merge. */
export function columnsBefore(kept: WholeLead, merged: WholeLead, moved: Moved): Change {
  const columns = Object.entries(moved.changed) as [keyof Moved["changed"], [string, string]][];
  const unchanged = columns.filter(([column, [, after]]) => plain(kept[column]) === after);
  const own = kept.tags.slice(0, moved.tags);
  const hasJoinedTags = Bun.deepEquals(kept.tags, joinedTags(own, merged.tags));
  const filled = moved.filled.filter((column) => kept[column] === merged[column]);
  return {
    ...Object.fromEntries(unchanged.map(([column, [before]]) => [column, before])),
    ...Object.fromEntries(filled.map((column) => [column, null])),
    ...(hasJoinedTags && { tags: own }),
  };
}

/** Since when a lead waits by its messages: the first that no person of the staff answered. */
async function awaitedSince({ db, tenant }: TenantScope, leadId: string): Promise<Date | null> {
  const rows = await db.$queryRaw<{ since: Date | null }[]>`
    SELECT min(sent_at) AS since FROM messages
    WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid AND direction = 'inbound'
      AND sent_at > coalesce((SELECT max(sent_at) FROM messages
        WHERE tenant_id = ${tenant.id}::uuid AND lead_id = ${leadId}::uuid
          AND direction = 'outbound' AND automatic IS NULL), '-infinity')`;
  return rows[0]?.since ?? null;
}

/** A due time that passed while the leads were one is told anew, so that a reminder can come. */
const still = (waiting: Waiting, now: Date): Waiting =>
  waiting.replyDueAt && new Date(waiting.replyDueAt) <= now
    ? { ...waiting, replyDueAt: null }
    : waiting;

/**
 * Who of the two waits for an answer, after their messages are their own again: as before the merge
 * where nothing happened since, else by the messages.
 */
export async function waitingApart(
  scope: TenantScope,
  kept: WholeLead,
  merged: WholeLead,
  { waiting }: Moved,
): Promise<{ kept: Waiting; merged: Waiting }> {
  if (waiting && plain(kept.awaitingSince) === waiting.after) {
    return { kept: still(waiting.kept, scope.now), merged: still(waiting.merged, scope.now) };
  }
  const byMessages = async (id: string): Promise<Waiting> => ({
    ...NOBODY_WAITS,
    awaitingSince: plain(await awaitedSince(scope, id)),
  });
  return { kept: await byMessages(kept.id), merged: await byMessages(merged.id) };
}
