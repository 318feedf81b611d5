import type { TenantScope } from "../../db/index.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import type { StaffActor } from "../staff/find-actor.ts";
import { auditedFilter } from "./filter-view.ts";
import { lockFilter } from "./lock-filter.ts";

/** @throws DomainError not found. */
export async function deleteFilter(
  scope: TenantScope,
  staff: StaffActor,
  id: string,
): Promise<void> {
  const { db, tenant } = scope;
  const before = auditedFilter(await lockFilter(scope, staff, id));
  await db.savedFilter.deleteMany({ where: { tenantId: tenant.id, id } });
  await recordAuditEvent(scope, { action: "filter.deleted", subject: "filter", id, before });
}
