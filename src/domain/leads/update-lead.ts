import { type TenantScope, uniqueViolation } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { publishLiveEvent } from "../live/publish-live-event.ts";
import { getLead } from "./get-lead.ts";
import { leadExists } from "./lead-exists.ts";
import { lockLead } from "./lock-lead.ts";
import type { Lead, LeadChange } from "./schemas.ts";

/**
 * Corrects who a lead is; what is not named stays.
 * @throws DomainError not found, or conflict LEAD_EXISTS for a phone number of another lead.
 */
export async function updateLead(
  scope: TenantScope,
  id: string,
  change: LeadChange,
): Promise<Lead> {
  const { db, tenant, now } = scope;
  const { assigneeId } = await lockLead(scope, id);
  const before = await getLead(scope, id);
  try {
    await db.lead.update({
      where: { tenantId_id: { tenantId: tenant.id, id } },
      data: { ...change, updatedAt: now },
    });
  } catch (error) {
    if (uniqueViolation(error)?.includes("phone")) throw leadExists();
    throw error;
  }
  const after = await getLead(scope, id);
  await publishLiveEvent(scope, {
    ...{
      kind: "lead.changed",
      lead: { id, assigneeId },
      payload: { leadId: id, change: "person" },
    },
  });
  await recordAuditEvent(scope, {
    ...{ action: "lead.updated", subject: "lead", id, before: { ...before }, after: { ...after } },
  });
  return after;
}
