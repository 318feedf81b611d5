import { Prisma, type TenantScope } from "../../db/index.ts";
import { notFound } from "../errors.ts";
import { visibleLeads } from "./visible-leads.ts";
import type { LeadStatus } from "./vocabulary.ts";

interface LockedLead {
  status: LeadStatus;
  assigneeId: string | null;
  lostReason: string | null;
}

/**
 * Reads a lead for a change and holds its row until the transaction ends.
 * @throws DomainError not found, also for a lead that the actor may not know of.
 */
export async function lockLead(scope: TenantScope, id: string): Promise<LockedLead> {
  const rows = await scope.db.$queryRaw<LockedLead[]>(Prisma.sql`
    SELECT status, assignee_id AS "assigneeId", lost_reason AS "lostReason" FROM leads
    WHERE tenant_id = ${scope.tenant.id}::uuid AND id = ${id}::uuid AND ${visibleLeads(scope)}
    FOR UPDATE`);
  const lead = rows[0];
  if (!lead) throw notFound("lead");
  return lead;
}
