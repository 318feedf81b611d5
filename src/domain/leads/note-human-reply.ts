import type { TenantScope } from "../../db/index.ts";

/**
 * Somebody of the staff answered the person at a moment: what was asked before it waits no longer.
 * An answer from before the person's latest question ends no waiting.
 */
export async function noteHumanReply(
  { db, tenant, now }: TenantScope,
  leadId: string,
  at: Date,
): Promise<void> {
  await db.$executeRaw`
    UPDATE leads SET
      first_reply_at = coalesce(first_reply_at,
        CASE WHEN first_inbound_at <= ${at}::timestamptz THEN ${at}::timestamptz END),
      reply_due_at = CASE WHEN awaiting_since > ${at}::timestamptz THEN reply_due_at END,
      awaiting_since = CASE WHEN awaiting_since > ${at}::timestamptz THEN awaiting_since END,
      last_activity_at = greatest(last_activity_at, ${at}::timestamptz),
      updated_at = ${now}::timestamptz
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid`;
}
