import { Prisma, type TenantScope } from "../../db/index.ts";
import { openSecondsBetween } from "../calendar/calendar.ts";
import { getCalendar } from "../calendar/get-calendar.ts";

interface AskedLead {
  firstInboundAt: Date | null;
  firstReplyAt: Date | null;
}

/** The opening time that a first reply took, in seconds; null where the person never wrote before. */
async function firstReplyOpenSeconds(scope: TenantScope, lead: AskedLead, at: Date) {
  const { firstInboundAt, firstReplyAt } = lead;
  if (!firstInboundAt || firstReplyAt || firstInboundAt > at) return null;
  return openSecondsBetween(await getCalendar(scope), firstInboundAt, at);
}

/**
 * Somebody of the staff answers a person: nobody waits any more, and the first reply is timed. The
 * lead's row is held until the transaction ends; take it before any other row of the lead. What the
 * system writes by itself is no answer.
 */
export async function noteHumanReply(scope: TenantScope, leadId: string, at: Date): Promise<void> {
  const { db, tenant, now } = scope;
  const rows = await db.$queryRaw<AskedLead[]>(Prisma.sql`
    SELECT first_inbound_at AS "firstInboundAt", first_reply_at AS "firstReplyAt" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid
    FOR UPDATE`);
  const lead = rows[0];
  if (!lead) return;
  const seconds = await firstReplyOpenSeconds(scope, lead, at);
  await db.$executeRaw(Prisma.sql`
    UPDATE leads SET
      first_reply_at = coalesce(first_reply_at, CASE
        WHEN first_inbound_at <= ${at}::timestamptz THEN ${at}::timestamptz END),
      first_reply_open_seconds = coalesce(first_reply_open_seconds, ${seconds}::integer),
      awaiting_since = NULL, reply_due_at = NULL, reminded_at = NULL, escalated_at = NULL,
      last_activity_at = greatest(last_activity_at, ${at}::timestamptz),
      updated_at = ${now}::timestamptz
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${leadId}::uuid`);
}
