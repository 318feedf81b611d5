import { OpeningHours } from "../tenants/schemas.ts";
import type { CalendarPeriod } from "./schemas.ts";

interface PeriodRow {
  id: string;
  name: string;
  startsOn: Date;
  endsOn: Date;
  openingHours: unknown;
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

export const periodView = (row: PeriodRow): CalendarPeriod => ({
  ...{ id: row.id, name: row.name },
  ...{ startsOn: dayOf(row.startsOn), endsOn: dayOf(row.endsOn) },
  openingHours: OpeningHours.nullable().parse(row.openingHours),
});
