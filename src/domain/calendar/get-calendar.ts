import type { TenantScope } from "../../db/index.ts";
import { OpeningHours } from "../tenants/schemas.ts";
import { type Calendar, calendarOf } from "./calendar.ts";

const hoursIn = (stored: unknown) => {
  const read = OpeningHours.nullable().safeParse(stored);
  return read.success ? read.data : null;
};

/** When the dealership is open. One that never told its opening hours counts as always open. */
export async function getCalendar({ db, tenant }: TenantScope): Promise<Calendar> {
  const rows = await db.calendarPeriod.findMany({ where: { tenantId: tenant.id } });
  const periods = rows.map(({ id, startsOn, endsOn, openingHours }) => ({
    id,
    startsOn: startsOn.toISOString().slice(0, 10),
    endsOn: endsOn.toISOString().slice(0, 10),
    openingHours: hoursIn(openingHours),
  }));
  return calendarOf(tenant.timeZone, hoursIn(tenant.openingHours), periods);
}
