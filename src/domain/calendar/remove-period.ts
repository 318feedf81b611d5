import type { TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { lockPeriod } from "./lock-period.ts";

/**
 * Removes a period, and the shifts that were for its days.
 * @throws DomainError not found.
 */
export async function removePeriod(scope: TenantScope, id: string): Promise<void> {
  const { db, tenant } = scope;
  const before = await lockPeriod(scope, id);
  await db.calendarPeriod.delete({ where: { tenantId_id: { tenantId: tenant.id, id } } });
  await recordAuditEvent(scope, {
    ...{ action: "calendar.period_removed", subject: "calendar", id, before },
  });
  await assignBacklogSoon(scope);
}
