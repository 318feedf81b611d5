import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { forbidden, invalid } from "../errors.ts";
import { allows } from "../staff/permissions.ts";
import { getLead } from "./get-lead.ts";
import { lockLead } from "./lock-lead.ts";
import type { Lead } from "./schemas.ts";

/** @throws DomainError invalid unless somebody active works here under this id. */
async function assertActive({ db, tenant }: TenantScope, staffId: string): Promise<void> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM staff
    WHERE tenant_id = ${tenant.id}::uuid AND id = ${staffId}::uuid AND status = 'active'
    FOR SHARE`;
  if (rows.length === 0) throw invalid("staffId", "is not an active member of staff");
}

/**
 * Gives a lead to a member of staff, or to nobody. Without leads:all one may take what is nobody's
 * and give back one's own.
 * @throws DomainError not found, forbidden, or invalid for somebody who is not active here.
 */
export async function assignLead(
  scope: TenantScope,
  id: string,
  staffId: string | null,
): Promise<Lead> {
  const { db, tenant, actor, now } = scope;
  const { assigneeId } = await lockLead(scope, id);
  if (!allows(actor, "leads:all")) {
    if (staffId !== null && !(actor.kind === "staff" && staffId === actor.id)) {
      throw forbidden("Your role may take a lead or give it back, and give it to nobody else.");
    }
  }
  if (staffId !== null) await assertActive(scope, staffId);
  await db.lead.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: { assigneeId: staffId, updatedAt: now },
  });
  await recordAuditEvent(scope, {
    ...{ action: "lead.assigned", subject: "lead", id },
    ...{ before: { assigneeId }, after: { assigneeId: staffId } },
  });
  return getLead(scope, id);
}
