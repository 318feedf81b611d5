/** When somebody is on shift: pure, in the dealership's time zone. */
import { type Calendar, openingOn, periodOn, spansSince } from "./calendar.ts";
import { momentOf, type Span, shared, spanOfDay, without } from "./spans.ts";

/** One shift of one person. Times are of the dealership's clock and may pass midnight. */
export interface Shift {
  /** Of a shift that counts in the days of a period alone. */
  periodId: string | null;
  /** ISO: 1 is Monday. */
  weekday: number;
  startsAt: string;
  endsAt: string;
  breakFrom: string | null;
  breakTo: string | null;
}

function spansOf(timeZone: string, date: Temporal.PlainDate, shift: Shift): Span[] {
  const { startsAt, endsAt, breakFrom, breakTo } = shift;
  const span = spanOfDay(timeZone, date, { from: startsAt, to: endsAt });
  if (breakFrom === null || breakTo === null) return [span];
  // A time before the shift begins is of the day after.
  const inShift = (time: string) =>
    momentOf(timeZone, time < startsAt ? date.add({ days: 1 }) : date, time);
  return without(span, { from: inShift(breakFrom), to: inShift(breakTo) });
}

/**
 * The shifts of one person that begin on a day. Without any, they are there when the dealership is
 * open. In a period its own shifts count, or else the ordinary ones within the period's hours.
 */
function dutyOn(calendar: Calendar, shifts: readonly Shift[], date: Temporal.PlainDate): Span[] {
  const period = periodOn(calendar, date);
  const ofPeriod = shifts.filter(({ periodId }) => period && periodId === period.id);
  const ordinary = shifts.filter(({ periodId }) => periodId === null);
  const opening = openingOn(calendar, date);
  const ruling = ofPeriod.length > 0 ? ofPeriod : ordinary;
  if (ruling.length === 0) return opening ? [opening] : [];
  const spans = ruling
    .filter(({ weekday }) => weekday === date.dayOfWeek)
    .flatMap((shift) => spansOf(calendar.timeZone, date, shift))
    .toSorted((a, b) => a.from - b.from);
  if (!period || ofPeriod.length > 0) return spans;
  return opening ? spans.map((span) => shared(span, opening)) : [];
}

/** Whether somebody with these shifts is on shift, and in no break. */
export function isOnShift(calendar: Calendar, shifts: readonly Shift[], at: Date): boolean {
  for (const { from, to } of spansSince(calendar, at, (date) => dutyOn(calendar, shifts, date))) {
    if (from > at.getTime()) return false;
    if (to > at.getTime()) return true;
  }
  return false;
}

/** When somebody next comes on after `at`, also from a break; null when that is not in sight. */
export function nextShiftStart(
  calendar: Calendar,
  shifts: readonly Shift[],
  at: Date,
): Date | null {
  for (const { from } of spansSince(calendar, at, (date) => dutyOn(calendar, shifts, date))) {
    if (from > at.getTime()) return new Date(from);
  }
  return null;
}
