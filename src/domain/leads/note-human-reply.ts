import type { TenantScope } from "../../db/index.ts";

/**
 * Somebody of the staff answers a person: nobody waits any more, and the first reply is timed. The
 * lead's row is held until the transaction ends; take it before any other row of the lead.
 */
export async function noteHumanReply(
  { db, tenant, now }: TenantScope,
  leadId: string,
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE leads SET
      first_reply_at = coalesce(first_reply_at, CASE
        WHEN first_inbound_at <= ${at}::timestamptz THEN ${at}::timestamptz END),
      awaiting_since = NULL, reply_due_at = NULL, reminded_at = NULL, escalated_at = NULL,
      last_activity_at = greatest(last_activity_at, ${at}::timestamptz),
      updated_at = ${now}::timestamptz
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid`;
}
