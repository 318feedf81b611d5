import { Prisma, type TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { invalid } from "../errors.ts";
import { lockPeriod } from "./lock-period.ts";
import { periodView } from "./period-view.ts";
import type { CalendarPeriod, CalendarPeriodChange } from "./schemas.ts";

/**
 * Changes a period; what is not named stays.
 * @throws DomainError not found, or invalid when it would end before it starts.
 */
export async function changePeriod(
  scope: TenantScope,
  id: string,
  change: CalendarPeriodChange,
): Promise<CalendarPeriod> {
  const { db, tenant } = scope;
  const before = await lockPeriod(scope, id);
  const after = { ...before, ...change };
  if (after.endsOn < after.startsOn) throw invalid("endsOn", "must not be before startsOn");
  const row = await db.calendarPeriod.update({
    where: { tenantId_id: { tenantId: tenant.id, id } },
    data: {
      ...{ name: after.name, openingHours: after.openingHours ?? Prisma.DbNull },
      ...{ startsOn: new Date(after.startsOn), endsOn: new Date(after.endsOn) },
    },
  });
  await recordAuditEvent(scope, {
    ...{ action: "calendar.period_changed", subject: "calendar", id, before, after },
  });
  await assignBacklogSoon(scope);
  return periodView(row);
}
