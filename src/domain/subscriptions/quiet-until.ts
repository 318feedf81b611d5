import type { TenantScope } from "../../db/index.ts";
import { nextOpening } from "../calendar/calendar.ts";
import { getCalendar } from "../calendar/get-calendar.ts";
import type { OpeningHours } from "../tenants/schemas.ts";

const DAY = { open: "08:00", close: "20:00" };
/** When people are told of cars by a dealership that told no opening hours. */
const DAYTIME: OpeningHours = {
  ...{ mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: DAY, sat: DAY, sun: DAY },
};

/**
 * Until when nobody is told of cars, as the dealership is closed; null while it is open.
 * A dealership that does not open within the coming year tells nobody until its hours change.
 */
export async function quietUntil(scope: TenantScope): Promise<Date | "never" | null> {
  const calendar = await getCalendar(scope);
  const opensAt = nextOpening({ ...calendar, weekly: calendar.weekly ?? DAYTIME }, scope.now);
  if (!opensAt) return "never";
  return opensAt.getTime() === scope.now.getTime() ? null : opensAt;
}
