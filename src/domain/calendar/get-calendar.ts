import type { TenantScope } from "../../db/index.ts";
import { OpeningHours } from "../tenants/schemas.ts";
import { type Calendar, calendarOf } from "./calendar.ts";
import { listPeriods } from "./list-periods.ts";

/** When the dealership is open. One that never told its opening hours counts as always open. */
export async function getCalendar(scope: TenantScope): Promise<Calendar> {
  const { timeZone, openingHours } = scope.tenant;
  const weekly = OpeningHours.nullable().safeParse(openingHours);
  return calendarOf(timeZone, weekly.success ? weekly.data : null, await listPeriods(scope));
}
