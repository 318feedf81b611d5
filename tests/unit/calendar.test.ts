import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  addOpenMinutes,
  type Calendar,
  calendarOf,
  isOpen,
  nextOpening,
  openSecondsBetween,
} from "../../src/domain/calendar/calendar.ts";
import { isOnShift, nextShiftStart, type Shift } from "../../src/domain/calendar/duty.ts";
import type { OpeningHours } from "../../src/domain/tenants/schemas.ts";

const JAKARTA = "Asia/Jakarta";
const BERLIN = "Europe/Berlin";
const every = (open: string, close: string): OpeningHours =>
  Object.fromEntries(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, { open, close }]),
  );
const WEEK: OpeningHours = { ...every("09:00", "17:00"), sun: null };
const at = (moment: string) => new Date(moment);

describe("opening hours", () => {
  const calendar = calendarOf(JAKARTA, WEEK, []);

  test.each([
    ["before opening", "2026-11-20T08:59:59.999+07:00", false],
    ["at opening", "2026-11-20T09:00:00+07:00", true],
    ["just before closing", "2026-11-20T16:59:59.999+07:00", true],
    ["at closing", "2026-11-20T17:00:00+07:00", false],
    ["on a Sunday", "2026-11-22T12:00:00+07:00", false],
  ])("%s", (_, moment, open) => expect(isOpen(calendar, at(moment))).toBe(open));

  test("are over a weekend until Monday", () => {
    const evening = at("2026-11-21T18:00:00+07:00");
    expect(nextOpening(calendar, evening)).toEqual(at("2026-11-23T09:00:00+07:00"));
    expect(addOpenMinutes(calendar, evening, 15)).toEqual(at("2026-11-23T09:15:00+07:00"));
    const late = at("2026-11-21T16:50:00+07:00");
    expect(addOpenMinutes(calendar, late, 15)).toEqual(at("2026-11-23T09:05:00+07:00"));
    expect(openSecondsBetween(calendar, late, at("2026-11-23T09:05:00+07:00"))).toBe(900);
    expect(addOpenMinutes(calendar, late, 10)).toEqual(at("2026-11-21T17:00:00+07:00"));
  });

  test("that were never told are round the clock", () => {
    const always = calendarOf(JAKARTA, null, []);
    const night = at("2026-11-22T03:00:00+07:00");
    expect(isOpen(always, night)).toBe(true);
    expect(addOpenMinutes(always, night, 3 * 1440)).toEqual(at("2026-11-25T03:00:00+07:00"));
  });

  test("that never come are told as none", () => {
    const never = calendarOf(JAKARTA, {}, []);
    expect(nextOpening(never, at("2026-11-20T12:00:00Z"))).toBeNull();
    expect(addOpenMinutes(never, at("2026-11-20T12:00:00Z"), 1)).toBeNull();
  });

  test("may last past midnight, into a day that is closed", () => {
    const late = calendarOf(JAKARTA, { fri: { open: "18:00", close: "02:00" } }, []);
    expect(isOpen(late, at("2026-11-21T01:59:00+07:00"))).toBe(true);
    expect(isOpen(late, at("2026-11-21T02:00:00+07:00"))).toBe(false);
    expect(isOpen(late, at("2026-11-20T01:00:00+07:00"))).toBe(false);
  });

  test("are an hour longer or shorter in the night that clocks are changed", () => {
    const night = calendarOf(BERLIN, every("22:00", "06:00"), []);
    const length = (from: string, to: string) => openSecondsBetween(night, at(from), at(to)) / 3600;
    expect(length("2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00")).toBe(7);
    expect(length("2026-10-24T12:00:00+02:00", "2026-10-25T12:00:00+01:00")).toBe(9);
    expect(length("2026-06-01T12:00:00+02:00", "2026-06-02T12:00:00+02:00")).toBe(8);
    const noon = addOpenMinutes(night, at("2026-03-28T23:00:00+01:00"), 6 * 60);
    expect(noon).toEqual(at("2026-03-29T06:00:00+02:00"));
  });
});

describe("a period", () => {
  const ramadan = { id: "r", startsOn: "2026-02-18", endsOn: "2026-03-19" };
  const holiday = { id: "h", startsOn: "2026-03-03", endsOn: "2026-03-03", openingHours: null };
  const calendar = calendarOf(JAKARTA, WEEK, [
    { ...ramadan, openingHours: every("10:00", "15:00") },
    holiday,
  ]);

  test("has its own hours, from its first day to its last", () => {
    expect(isOpen(calendar, at("2026-02-17T09:30:00+07:00"))).toBe(true);
    expect(isOpen(calendar, at("2026-02-18T09:30:00+07:00"))).toBe(false);
    expect(isOpen(calendar, at("2026-02-22T10:30:00+07:00"))).toBe(true);
    expect(isOpen(calendar, at("2026-03-19T14:30:00+07:00"))).toBe(true);
    expect(isOpen(calendar, at("2026-03-20T16:30:00+07:00"))).toBe(true);
  });

  test("within a longer one rules its days", () => {
    expect(isOpen(calendar, at("2026-03-03T12:00:00+07:00"))).toBe(false);
    expect(nextOpening(calendar, at("2026-03-02T15:00:00+07:00"))).toEqual(
      at("2026-03-04T10:00:00+07:00"),
    );
  });
});

const shift = (weekday: number, startsAt: string, endsAt: string, more: Partial<Shift> = {}) => ({
  ...{ periodId: null, weekday, startsAt, endsAt, breakFrom: null, breakTo: null },
  ...more,
});

describe("a shift", () => {
  const calendar = calendarOf(JAKARTA, WEEK, []);
  const friday = shift(5, "08:00", "16:00", { breakFrom: "11:30", breakTo: "13:00" });

  test.each([
    ["07:59", false],
    ["08:00", true],
    ["11:30", false],
    ["13:00", true],
    ["16:00", false],
  ])("with a break, at %s", (time, on) => {
    expect(isOnShift(calendar, [friday], at(`2026-11-20T${time}:00+07:00`))).toBe(on);
  });

  test("leaves other days free, and the next begins after a break too", () => {
    expect(isOnShift(calendar, [friday], at("2026-11-19T10:00:00+07:00"))).toBe(false);
    const next = (moment: string) => nextShiftStart(calendar, [friday], at(moment));
    expect(next("2026-11-20T09:00:00+07:00")).toEqual(at("2026-11-20T13:00:00+07:00"));
    expect(next("2026-11-20T13:00:00+07:00")).toEqual(at("2026-11-27T08:00:00+07:00"));
  });

  test("through the night may have its break after midnight", () => {
    const night = shift(6, "22:00", "06:00", { breakFrom: "01:00", breakTo: "02:00" });
    const on = (moment: string) => isOnShift(calendar, [night], at(moment));
    expect(on("2026-11-21T23:00:00+07:00")).toBe(true);
    expect(on("2026-11-22T01:30:00+07:00")).toBe(false);
    expect(on("2026-11-22T05:59:00+07:00")).toBe(true);
    expect(on("2026-11-22T06:00:00+07:00")).toBe(false);
  });

  test("is that of the opening hours for who has none", () => {
    expect(isOnShift(calendar, [], at("2026-11-20T16:30:00+07:00"))).toBe(true);
    expect(isOnShift(calendar, [], at("2026-11-22T12:00:00+07:00"))).toBe(false);
  });

  test("of a period replaces the ordinary ones; without, these keep to its hours", () => {
    const period = { id: "p", startsOn: "2026-11-16", endsOn: "2026-11-22" };
    const special = calendarOf(JAKARTA, WEEK, [
      { ...period, openingHours: every("10:00", "15:00") },
    ]);
    const own = shift(4, "19:00", "21:00", { periodId: "p" });
    const on = (shifts: Shift[], moment: string) => isOnShift(special, shifts, at(moment));
    expect(on([friday], "2026-11-20T09:00:00+07:00")).toBe(false);
    expect(on([friday], "2026-11-20T10:00:00+07:00")).toBe(true);
    expect(on([friday], "2026-11-20T15:30:00+07:00")).toBe(false);
    expect(on([friday, own], "2026-11-20T10:00:00+07:00")).toBe(false);
    expect(on([friday, own], "2026-11-19T20:00:00+07:00")).toBe(true);
    expect(on([friday, own], "2026-11-27T09:00:00+07:00")).toBe(true);
    const closed = calendarOf(JAKARTA, WEEK, [{ ...period, openingHours: null }]);
    expect(isOnShift(closed, [friday], at("2026-11-20T10:00:00+07:00"))).toBe(false);
  });
});

/** Minute by minute, by the clock on the wall, as a person would count. */
function countedMinutes(calendar: Calendar, from: Date, minutes: number): number {
  const times = Array.from({ length: minutes }, (_, n) => new Date(from.getTime() + n * 60_000));
  return times.filter((time) => isOpen(calendar, time)).length;
}

describe("for any hours, zone and moment", () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30", "45"))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${minute}`);
  const hours = fc.option(fc.record({ open: time, close: time }), { nil: null });
  const week = fc.record({
    ...{ mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours },
  });
  const zone = fc.constantFrom(JAKARTA, BERLIN, "America/New_York", "Australia/Lord_Howe", "UTC");
  const calendars = fc
    .tuple(zone, fc.option(week, { nil: null }), fc.option(week, { nil: null }))
    .map(([timeZone, weekly, openingHours]) =>
      calendarOf(timeZone, weekly, [
        { id: "p", startsOn: "2026-03-28", endsOn: "2026-03-29", openingHours },
      ]),
    );
  const moment = fc
    .integer({ min: 0, max: 400 * 96 })
    .map((quarters) => new Date(Date.UTC(2026, 0, 1) + quarters * 900_000));
  const minutes = fc.integer({ min: 1, max: 5_000 });

  test("time added is time passed, and it ends while open or at a closing", () => {
    fc.assert(
      fc.property(calendars, moment, minutes, (calendar, from, count) => {
        const end = addOpenMinutes(calendar, from, count);
        if (!end) return;
        expect(openSecondsBetween(calendar, from, end)).toBe(count * 60);
        expect(isOpen(calendar, new Date(end.getTime() - 1))).toBe(true);
      }),
    );
  });

  test("waits add up, and agree with counting every minute", () => {
    fc.assert(
      fc.property(calendars, moment, fc.integer({ min: 0, max: 600 }), (calendar, from, count) => {
        const middle = new Date(from.getTime() + Math.floor(count / 2) * 60_000);
        const end = new Date(from.getTime() + count * 60_000);
        const whole = openSecondsBetween(calendar, from, end);
        const parts =
          openSecondsBetween(calendar, from, middle) + openSecondsBetween(calendar, middle, end);
        expect(parts).toBe(whole);
        expect(whole).toBe(60 * countedMinutes(calendar, from, count));
      }),
      { numRuns: 40 },
    );
  });

  test("the next opening is open, and nothing is before it", () => {
    fc.assert(
      fc.property(calendars, moment, (calendar, from) => {
        const opening = nextOpening(calendar, from);
        if (!opening) return;
        expect(isOpen(calendar, opening)).toBe(true);
        expect(openSecondsBetween(calendar, from, opening)).toBe(0);
      }),
    );
  });
});
