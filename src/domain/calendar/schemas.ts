import { z } from "@hono/zod-openapi";
import { OpeningHours } from "../tenants/schemas.ts";
import { line } from "../text.ts";

const time = z
  .string()
  .max(5)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:00");
const day = z.iso
  .date("must be a day such as 2026-12-25")
  .refine((value) => /^(20|21)\d\d-/.test(value), "must lie between the years 2000 and 2199");

/** Minutes from one time to another, which is of the day after where it is earlier. */
function minutesTo(from: string, to: string): number {
  const [fromHour = 0, fromMinute = 0] = from.split(":").map(Number);
  const [toHour = 0, toMinute = 0] = to.split(":").map(Number);
  return (1440 + (toHour - fromHour) * 60 + toMinute - fromMinute) % 1440;
}

const ShiftHours = z
  .strictObject({
    weekday: z.int().min(1).max(7).openapi({ description: "1 is Monday." }),
    startsAt: time,
    endsAt: time.openapi({ description: "Of the day after where it is earlier than startsAt." }),
    breakFrom: time.nullable().default(null),
    breakTo: time.nullable().default(null),
  })
  .superRefine(({ startsAt, endsAt, breakFrom, breakTo }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: "custom", path: [field], message });
    const length = minutesTo(startsAt, endsAt);
    if (length === 0) refuse("endsAt", "must differ from startsAt");
    if (breakFrom === null && breakTo === null) return;
    if (breakFrom === null) return refuse("breakFrom", "is needed with breakTo");
    if (breakTo === null) return refuse("breakTo", "is needed with breakFrom");
    const [begin, end] = [minutesTo(startsAt, breakFrom), minutesTo(startsAt, breakTo)];
    if (begin >= end || end > length) refuse("breakTo", "must end a break within the shift");
  })
  .openapi("ShiftHours");

const Week = z
  .array(ShiftHours)
  .max(21, "must be at most 21")
  .openapi({ description: "Times of the dealership's clock; a day without any is free." });

export const Shifts = z
  .object({ periodId: z.uuid().nullable(), shifts: Week })
  .openapi("Shifts", { description: "By weekday and time." });
export type Shifts = z.infer<typeof Shifts>;

export const ShiftsChange = z
  .strictObject({
    shifts: Week,
    periodId: z.uuid("must be a UUID").nullable().default(null).openapi({
      description: "For the days of this period, in place of the ordinary shifts.",
    }),
  })
  .openapi("ShiftsChange");
export type ShiftsChange = z.infer<typeof ShiftsChange>;

export const ShiftsQuery = z.strictObject({
  periodId: z
    .uuid("must be a UUID")
    .optional()
    .openapi({ description: "Of the days of this period; the ordinary ones unless told." }),
});

const openingHours = OpeningHours.nullable().openapi({ description: "Null: closed." });
const inOrder = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => startsOn <= endsOn;

export const NewCalendarPeriod = z
  .strictObject({ name: line(100), startsOn: day, endsOn: day, openingHours })
  .refine(inOrder, { path: ["endsOn"], message: "must not be before startsOn" })
  .openapi("NewCalendarPeriod");
export type NewCalendarPeriod = z.infer<typeof NewCalendarPeriod>;

export const CalendarPeriodChange = z
  .strictObject({
    name: line(100).optional(),
    startsOn: day.optional(),
    endsOn: day.optional(),
    openingHours: openingHours.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "must name something to change")
  .openapi("CalendarPeriodChange");
export type CalendarPeriodChange = z.infer<typeof CalendarPeriodChange>;

export const CalendarPeriod = z
  .object({
    id: z.uuid(),
    name: z.string(),
    startsOn: z.iso.date().openapi({ description: "Of the period, as endsOn is." }),
    endsOn: z.iso.date(),
    openingHours,
  })
  .openapi("CalendarPeriod");
export type CalendarPeriod = z.infer<typeof CalendarPeriod>;
