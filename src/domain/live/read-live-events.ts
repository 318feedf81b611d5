import type { Prisma, TenantScope } from "../../db/index.ts";
import type { LiveCursor } from "./live-cursor.ts";
import type { LiveKind } from "./publish-live-event.ts";
import { oldestPublisher } from "./quiet-transactions.ts";

export interface LiveRow extends LiveCursor {
  kind: LiveKind;
  leadId: string | null;
  assigneeId: string | null;
  previousAssigneeId: string | null;
  payload: Prisma.JsonObject;
  at: Date;
}

export interface LiveRows {
  events: LiveRow[];
  /** Whether `most` were read, so that there may be more. */
  isFull: boolean;
  /** Whether more are committed that wait for a transaction which began earlier and goes on. */
  isHeld: boolean;
}

/**
 * What was published after a place, in an order that no later commit can change: only what came
 * before every transaction that still runs, anywhere in the database, and may publish.
 */
export async function readLiveEvents(
  { db, tenant }: TenantScope,
  after: LiveCursor,
  most: number,
): Promise<LiveRows> {
  const rows = await db.$queryRaw<(LiveRow & { isSettled: boolean })[]>`
    SELECT transaction, id, kind, lead_id AS "leadId", assignee_id AS "assigneeId",
      previous_assignee_id AS "previousAssigneeId", payload, created_at AS at,
      CASE WHEN transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint THEN true
        ELSE coalesce(transaction < ${oldestPublisher}, true) END AS "isSettled"
    FROM live_events
    WHERE tenant_id = ${tenant.id}::uuid
      AND (transaction, id) > (${after.transaction}::bigint, ${after.id}::uuid)
    ORDER BY transaction, id
    LIMIT ${most}`;
  const held = rows.findIndex(({ isSettled }) => !isSettled);
  const settled = held < 0 ? rows : rows.slice(0, held);
  return {
    events: settled.map(({ isSettled, ...event }) => event),
    isFull: settled.length === most,
    isHeld: held >= 0,
  };
}

/**
 * The place behind all that is in its final order now, which tells of the dealership's own
 * transactions alone.
 */
export async function findLiveHead({ db, tenant }: TenantScope): Promise<LiveCursor> {
  const [head] = await db.$queryRaw<LiveCursor[]>`
    SELECT uuidv7() AS id, coalesce((
      SELECT transaction FROM live_events
      WHERE tenant_id = ${tenant.id}::uuid
        AND transaction < coalesce(${oldestPublisher}, 9223372036854775807)
      ORDER BY transaction DESC LIMIT 1), 0) AS transaction`;
  if (!head) throw new Error("a SELECT without FROM returned no row");
  return head;
}
