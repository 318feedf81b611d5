import { Prisma, type TenantScope } from "../../db/index.ts";
import type { Contact } from "../../jobs/contracts.ts";
import { addOpenMinutes, type Calendar } from "../calendar/calendar.ts";
import { getCalendar } from "../calendar/get-calendar.ts";
import { enqueueJob } from "../enqueue-job.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { InboxSettings } from "../inbox/inbox-settings.ts";
import type { EnterTenant } from "../staff/enter-tenant.ts";

interface WaitingLead {
  id: string;
  awaitingSince: Date;
}

/** Those of the leads whose persons wait, and for whom no clock runs yet. */
const listUnclocked = ({ db, tenant }: TenantScope, ids: string[]): Promise<WaitingLead[]> =>
  db.$queryRaw(Prisma.sql`
    SELECT id, awaiting_since AS "awaitingSince" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ANY (${ids}::uuid[])
      AND awaiting_since IS NOT NULL AND reply_due_at IS NULL
    ORDER BY id`);

/** Leads of one transaction. */
const AT_ONCE = 25;

interface Rules {
  calendar: Calendar;
  targets: InboxSettings["targets"];
}

/** Nobody is told anything where the dealership never opens. */
async function startClock(
  scope: TenantScope,
  { calendar, targets }: Rules,
  { id, awaitingSince }: WaitingLead,
): Promise<void> {
  const { db, tenant } = scope;
  const after = (minutes: number) => addOpenMinutes(calendar, awaitingSince, minutes);
  const [dueAt, remindAt, escalateAt] = [
    after(targets.firstReply),
    after(targets.remindAfter),
    after(targets.escalateAfter),
  ];
  if (!dueAt) return;
  const started = await db.lead.updateMany({
    where: { tenantId: tenant.id, id, awaitingSince, replyDueAt: null },
    data: { replyDueAt: dueAt },
  });
  if (started.count === 0) return;
  const wait = { leadId: id, awaitingSince: awaitingSince.toISOString() };
  if (remindAt) {
    await enqueueJob(scope, "remindReply", wait, { key: `remind ${id}`, runAt: remindAt });
  }
  if (escalateAt) {
    await enqueueJob(scope, "escalateReply", wait, { key: `escalate ${id}`, runAt: escalateAt });
  }
}

/**
 * Starts the clock of everybody who waits for an answer since these contacts: when one is due, and
 * when the staff are reminded and the managers told, all counted in opening hours.
 */
export async function startClocks(enter: EnterTenant, contacts: Contact[]): Promise<void> {
  const ids = [...new Set(contacts.map(({ leadId }) => leadId))];
  const waiting = await enter((scope) => listUnclocked(scope, ids));
  for (let at = 0; at < waiting.length; at += AT_ONCE) {
    await enter(async (scope) => {
      const { targets } = await getInboxSettings(scope);
      const rules = { calendar: await getCalendar(scope), targets };
      // In the order of their ids, as everybody who holds several.
      for (const lead of waiting.slice(at, at + AT_ONCE)) await startClock(scope, rules, lead);
    });
  }
}
