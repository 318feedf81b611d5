import { Prisma, type TenantScope } from "../../db/index.ts";
import { addOpenMinutes, nextOpening } from "../calendar/calendar.ts";
import { getCalendar } from "../calendar/get-calendar.ts";

/** What a job of the clock carries. */
export interface Wait {
  leadId: string;
  /** Since when the person waited when the clock began; a wait that begins later is another. */
  awaitingSince: string;
}

export interface WaitingLead {
  name: string | null;
  awaitingSince: Date;
  assigneeId: string | null;
  isAssigneeActive: boolean;
  remindedAt: Date | null;
  escalatedAt: Date | null;
}

/**
 * The lead of a wait that has not ended, its row held until the transaction ends. Where an earlier
 * message came late, the wait is the same and began earlier.
 */
export async function lockWait(
  { db, tenant }: TenantScope,
  { leadId, awaitingSince }: Wait,
): Promise<WaitingLead | null> {
  const rows = await db.$queryRaw<WaitingLead[]>(Prisma.sql`
    SELECT leads.name, awaiting_since AS "awaitingSince", assignee_id AS "assigneeId",
      coalesce(staff.status = 'active', FALSE) AS "isAssigneeActive",
      reminded_at AS "remindedAt", escalated_at AS "escalatedAt"
    FROM leads
    LEFT JOIN staff ON staff.tenant_id = leads.tenant_id AND staff.id = leads.assignee_id
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.id = ${leadId}::uuid
      AND awaiting_since <= ${new Date(awaitingSince)}::timestamptz
      AND erased_at IS NULL AND merged_into_id IS NULL
    FOR UPDATE OF leads`);
  return rows[0] ?? null;
}

/**
 * When somebody is to be told after so many minutes of opening hours: null for now. Later than a
 * job was planned for where hours or targets changed meanwhile, or where it runs out of hours.
 */
export async function laterThanNow(
  scope: TenantScope,
  { awaitingSince }: WaitingLead,
  minutes: number,
): Promise<Date | null> {
  const calendar = await getCalendar(scope);
  const dueAt = addOpenMinutes(calendar, awaitingSince, minutes);
  if (dueAt && dueAt > scope.now) return dueAt;
  // What is due at a closing time is told then, and not in the morning.
  if (dueAt && dueAt.getTime() > scope.now.getTime() - 60_000) return null;
  const opening = nextOpening(calendar, scope.now);
  return opening && opening > scope.now ? opening : null;
}
