import { Prisma, type TenantScope } from "../../db/index.ts";
import { assignBacklogSoon } from "../assignment/schedule-backlog.ts";
import { recordAuditEvent } from "../audit/record-audit-event.ts";
import { conflict } from "../errors.ts";
import { periodView } from "./period-view.ts";
import type { CalendarPeriod, NewCalendarPeriod } from "./schemas.ts";

/** Of one dealership; some ten years of holidays. */
const MOST_PERIODS = 200;

/** @throws DomainError conflict TOO_MANY_PERIODS beyond 200. */
export async function addPeriod(
  scope: TenantScope,
  period: NewCalendarPeriod,
): Promise<CalendarPeriod> {
  const { db, tenant, now } = scope;
  if ((await db.calendarPeriod.count({ where: { tenantId: tenant.id } })) >= MOST_PERIODS) {
    throw conflict(
      "TOO_MANY_PERIODS",
      `There are ${MOST_PERIODS} already. Remove past ones first.`,
    );
  }
  const row = await db.calendarPeriod.create({
    data: {
      ...{ tenantId: tenant.id, name: period.name, createdAt: now },
      ...{ startsOn: new Date(period.startsOn), endsOn: new Date(period.endsOn) },
      openingHours: period.openingHours ?? Prisma.DbNull,
    },
  });
  await recordAuditEvent(scope, {
    ...{ action: "calendar.period_added", subject: "calendar", id: row.id, after: period },
  });
  await assignBacklogSoon(scope);
  return periodView(row);
}
