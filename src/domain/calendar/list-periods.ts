import type { TenantScope } from "../../db/index.ts";
import { periodView } from "./period-view.ts";
import type { CalendarPeriod } from "./schemas.ts";

/** Every period of the dealership's calendar, the earliest first. */
export async function listPeriods({ db, tenant }: TenantScope): Promise<CalendarPeriod[]> {
  const rows = await db.calendarPeriod.findMany({
    where: { tenantId: tenant.id },
    orderBy: [{ startsOn: "asc" }, { id: "asc" }],
  });
  return rows.map(periodView);
}
