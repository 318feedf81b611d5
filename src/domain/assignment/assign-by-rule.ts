import { Prisma, type TenantScope } from "../../db/index.ts";
import { getInboxSettings } from "../inbox/get-inbox-settings.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { chooseSalesperson } from "./choose-salesperson.ts";
import { giveLead } from "./give-lead.ts";
import { listSalespeople, type Salesperson } from "./list-salespeople.ts";
import { OPEN_LEADS } from "./open-leads.ts";
import { assignBacklogLater } from "./schedule-backlog.ts";
import { takeTurn } from "./take-turn.ts";

interface LooseLead {
  name: string | null;
  assigneeId: string | null;
  isAssigneeActive: boolean;
  isReopened: boolean;
}

/**
 * The condition on `leads` that a lead may be given to somebody by rule: an open one that is
 * nobody's, whose person left, or that was taken up again since it was given to somebody.
 */
export const looseLeads = ({ tenant }: TenantScope): Prisma.Sql => Prisma.sql`(${OPEN_LEADS} AND (
  leads.assignee_id IS NULL
  OR leads.reopened_at > coalesce(leads.assigned_at, leads.created_at)
  OR NOT EXISTS (SELECT FROM staff WHERE staff.tenant_id = ${tenant.id}::uuid
    AND staff.id = leads.assignee_id AND staff.status = 'active')))`;

async function lockLooseLead(scope: TenantScope, id: string): Promise<LooseLead | null> {
  const { db, tenant } = scope;
  const rows = await db.$queryRaw<LooseLead[]>(Prisma.sql`
    SELECT leads.name, assignee_id AS "assigneeId",
      coalesce(staff.status = 'active', FALSE) AS "isAssigneeActive",
      coalesce(reopened_at > coalesce(assigned_at, leads.created_at), FALSE) AS "isReopened"
    FROM leads
    LEFT JOIN staff ON staff.tenant_id = leads.tenant_id AND staff.id = leads.assignee_id
    WHERE leads.tenant_id = ${tenant.id}::uuid AND leads.id = ${id}::uuid AND ${looseLeads(scope)}
    FOR UPDATE OF leads`);
  return rows[0] ?? null;
}

/** The next turn is somebody else's, however many were given in one millisecond. */
async function endTurn({ db, tenant, now }: TenantScope, staffId: string): Promise<void> {
  await db.$executeRaw`
    INSERT INTO staff_availability (tenant_id, staff_id, last_assigned_at, updated_at)
    SELECT ${tenant.id}::uuid, ${staffId}::uuid,
      greatest(${now}::timestamptz, max(last_assigned_at) + interval '1 millisecond'),
      ${now}::timestamptz
    FROM staff_availability WHERE tenant_id = ${tenant.id}::uuid
    ON CONFLICT (tenant_id, staff_id) DO UPDATE SET last_assigned_at = EXCLUDED.last_assigned_at`;
}

/** Whether who has a lead is there to go on with it. */
function isThere({ assigneeId, isAssigneeActive }: LooseLead, salespeople: Salesperson[]): boolean {
  const own = salespeople.find(({ id }) => id === assigneeId);
  return own ? own.isOnShift && !own.isBusy : isAssigneeActive;
}

/**
 * Gives an open lead that is nobody's to somebody by the dealership's rules. A lead that has
 * somebody stays with them, unless they left, or it was taken up again and somebody else is there
 * when they are not.
 * @returns whether it waits for somebody to come on: "nobody" is free, or "nobody else" than who
 * gave it back.
 */
export async function assignByRule(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  leadId: string,
): Promise<"settled" | "nobody" | "nobody else"> {
  const { db, tenant, now } = scope;
  const { assignment } = await getInboxSettings(scope);
  if (assignment.mode === "manual") return "settled";
  const lead = await lockLooseLead(scope, leadId);
  if (!lead) return "settled";
  await takeTurn(scope);
  const salespeople = await listSalespeople(scope);
  if (isThere(lead, salespeople)) {
    const where = { tenantId_id: { tenantId: tenant.id, id: leadId } };
    await db.lead.update({ where, data: { assignedAt: now } });
    return "settled";
  }
  const choice = await chooseSalesperson(scope, leadId, salespeople, assignment.maxOpenLeads);
  const change = { leadId, leadName: lead.name, from: lead.assigneeId };
  if (typeof choice !== "string") {
    await giveLead(scope, secrets, { ...change, ...choice });
    if (choice.rule === "round_robin") await endTurn(scope, choice.to);
    return "settled";
  }
  if (lead.assigneeId !== null && lead.isAssigneeActive) return "settled";
  if (lead.assigneeId !== null) {
    await giveLead(scope, secrets, { ...change, to: null, rule: "left_by_colleague" });
  }
  await assignBacklogLater(scope, salespeople);
  return choice;
}
