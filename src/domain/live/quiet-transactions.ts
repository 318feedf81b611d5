import { Prisma, type TenantScope } from "../../db/index.ts";

/** Two numbers that no other advisory lock uses. */
const [QUIET, TRANSACTION] = [7_714, 1];

/**
 * Says of the scope's transaction, which takes long, that it publishes nothing: nobody's live events
 * wait for its end. Whoever says so publishes in other transactions.
 */
export async function stayQuiet({ db }: TenantScope): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock_shared(${QUIET}::int, ${TRANSACTION}::int)`;
}

/**
 * The number of the oldest transaction that runs and may still publish; null when there is none.
 * Locks name transactions by the lower half of their numbers. One that has just ended counts as
 * running, which the next look puts right.
 */
export const oldestPublisher = Prisma.sql`(
  SELECT min(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running
  WHERE (running::text::bigint % 4294967296)::text <> ALL (ARRAY(
    SELECT own.transactionid::text FROM pg_locks said JOIN pg_locks own USING (virtualtransaction)
    WHERE said.locktype = 'advisory' AND said.classid = ${QUIET}::bigint::text::oid
      AND said.objid = ${TRANSACTION}::bigint::text::oid AND said.objsubid = 2 AND said.granted
      AND said.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND own.locktype = 'transactionid' AND own.mode = 'ExclusiveLock' AND own.granted)))`;
