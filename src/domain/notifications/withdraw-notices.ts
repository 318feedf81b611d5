import type { TenantScope } from "../../db/index.ts";

/** Kinds whose text names the lead that their occasion begins with. */
const NAMING = ["lead_assigned", "reply_reminder", "reply_escalation", "hold_expired"];

/** Gives up the notices that name a person and were not sent yet, and forgets what they say. */
export async function withdrawNotices(
  { db, tenant }: TenantScope,
  leadIds: string[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE notifications
    SET status = 'failed', content_sealed = NULL, last_error = 'the person was erased'
    WHERE tenant_id = ${tenant.id}::uuid AND status = 'queued' AND kind = ANY (${NAMING}::text[])
      AND substring(occasion FROM ':([0-9a-f-]{36}) ') = ANY (${leadIds}::text[])`;
}
