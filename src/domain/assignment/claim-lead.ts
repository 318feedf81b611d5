import { Prisma, type TenantScope } from "../../db/index.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import type { Secrets } from "../keys/key-ring.ts";
import { getLead } from "../leads/get-lead.ts";
import type { Lead } from "../leads/schemas.ts";
import { giveLead } from "./give-lead.ts";

/**
 * Takes a lead that is nobody's. Of several at once one gets it; again is no conflict.
 * @throws DomainError not found; forbidden for an API key; conflict LEAD_TAKEN when it is
 * somebody's, of whom no more is told.
 */
export async function claimLead(
  scope: TenantScope,
  secrets: Pick<Secrets, "seal">,
  id: string,
): Promise<Lead> {
  const { db, tenant, actor } = scope;
  const rows = await db.$queryRaw<{ name: string | null; assigneeId: string | null }[]>(Prisma.sql`
    SELECT name, assignee_id AS "assigneeId" FROM leads
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${id}::uuid
      AND erased_at IS NULL AND merged_into_id IS NULL
    FOR UPDATE`);
  const lead = rows[0];
  if (!lead) throw notFound("lead");
  if (actor.kind !== "staff") throw forbidden("An API key looks after no lead.");
  if (lead.assigneeId !== null && lead.assigneeId !== actor.id) {
    throw conflict("LEAD_TAKEN", "Somebody else looks after this lead already.");
  }
  if (lead.assigneeId === null) {
    const change = { leadId: id, leadName: lead.name, from: null, to: actor.id };
    await giveLead(scope, secrets, { ...change, rule: "claimed" });
  }
  return getLead(scope, id);
}
