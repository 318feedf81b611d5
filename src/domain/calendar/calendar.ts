/** When a dealership is open: pure, in its own time zone, also where clocks are put forward or back. */
import type { OpeningHours } from "../tenants/schemas.ts";
import { type DaySpan, dateOf, type Span, spanOfDay } from "./spans.ts";

/** Days on which other hours are kept, or none. */
export interface Period {
  id: string;
  /** Days such as 2026-12-25, both of the period. */
  startsOn: string;
  endsOn: string;
  /** Null: closed. */
  openingHours: OpeningHours | null;
}

export interface Calendar {
  timeZone: string;
  /** Null: always open. */
  weekly: OpeningHours | null;
  /** The one that rules first. */
  periods: readonly Period[];
}

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
const WHOLE_DAY = { open: "00:00", close: "00:00" };

/** Days looked ahead; who keeps closed for longer is not expected to open. */
const HORIZON = 400;

const days = ({ startsOn, endsOn }: Period) =>
  Temporal.PlainDate.from(startsOn).until(endsOn, { largestUnit: "days" }).days;

/** Where periods share days, the shortest rules: a holiday within Ramadan is a holiday. */
export function calendarOf(
  timeZone: string,
  weekly: OpeningHours | null,
  periods: Period[],
): Calendar {
  const ruling = periods.toSorted(
    (a, b) => days(a) - days(b) || b.startsOn.localeCompare(a.startsOn) || a.id.localeCompare(b.id),
  );
  return { timeZone, weekly, periods: ruling };
}

/** The period that rules a day, if any does. */
export function periodOn({ periods }: Calendar, date: Temporal.PlainDate): Period | undefined {
  const day = date.toString();
  return periods.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn);
}

/** The opening hours that begin on a day; they may end after midnight. */
export function openingOn(calendar: Calendar, date: Temporal.PlainDate): Span | null {
  const period = periodOn(calendar, date);
  const weekly = period ? period.openingHours : calendar.weekly;
  const weekday = WEEKDAYS[date.dayOfWeek - 1] ?? "mon";
  const hours = period || calendar.weekly ? weekly?.[weekday] : WHOLE_DAY;
  if (!hours) return null;
  const span: DaySpan = { from: hours.open, to: hours.close };
  return spanOfDay(calendar.timeZone, date, span);
}

/**
 * Spans that begin on the days from the one before `since` on, in their order and none within
 * another. What begins the day before may last until `since`.
 */
export function* spansSince(
  { timeZone }: Calendar,
  since: Date,
  spansOn: (date: Temporal.PlainDate) => Span[],
): Generator<Span> {
  const first = dateOf(timeZone, since).subtract({ days: 1 });
  let covered = Number.NEGATIVE_INFINITY;
  for (let day = 0; day <= HORIZON; day += 1) {
    for (const { from, to } of spansOn(first.add({ days: day }))) {
      const start = Math.max(from, covered);
      if (to <= start) continue;
      yield { from: start, to };
      covered = to;
    }
  }
}

function* openingSince(calendar: Calendar, since: Date): Generator<Span> {
  yield* spansSince(calendar, since, (date) => {
    const span = openingOn(calendar, date);
    return span ? [span] : [];
  });
}

/** Whether the dealership is open at a moment; it is closed at its closing time itself. */
export function isOpen(calendar: Calendar, at: Date): boolean {
  return nextOpening(calendar, at)?.getTime() === at.getTime();
}

/** The first open moment from `at` on, which may be `at` itself; null when none is in sight. */
export function nextOpening(calendar: Calendar, at: Date): Date | null {
  for (const { from, to } of openingSince(calendar, at)) {
    if (to > at.getTime()) return new Date(Math.max(from, at.getTime()));
  }
  return null;
}

/** When so many minutes of opening hours have passed since `at`; null when they never do. */
export function addOpenMinutes(calendar: Calendar, at: Date, minutes: number): Date | null {
  let left = minutes * 60_000;
  for (const { from, to } of openingSince(calendar, at)) {
    const start = Math.max(from, at.getTime());
    if (to <= start) continue;
    if (left <= to - start) return new Date(start + left);
    left -= to - start;
  }
  return null;
}

/** Whole seconds of opening hours between two moments, of the first 400 days; 0 backwards. */
export function openSecondsBetween(calendar: Calendar, since: Date, until: Date): number {
  let passed = 0;
  for (const { from, to } of openingSince(calendar, since)) {
    if (from >= until.getTime()) break;
    const start = Math.max(from, since.getTime());
    passed += Math.max(0, Math.min(to, until.getTime()) - start);
  }
  return Math.floor(passed / 1000);
}
