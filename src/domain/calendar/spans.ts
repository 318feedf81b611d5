/** Milliseconds since the epoch; `to` is not of the span any more. */
export interface Span {
  from: number;
  to: number;
}

/** Times of the dealership's clock, such as 09:00. */
export interface DaySpan {
  from: string;
  to: string;
}

/** The dealership's day at a moment. */
export const dateOf = (timeZone: string, at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();

/**
 * A time of a day, or of the day after where it is not later than `after`. One that clocks leave
 * out is as much later, and of one that they show twice it is the first.
 */
export function momentOf(
  timeZone: string,
  date: Temporal.PlainDate,
  time: string,
  after?: string,
): number {
  const day = after !== undefined && time <= after ? date.add({ days: 1 }) : date;
  return day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}

/** From one time to another, which is of the day after where it is not later: 00:00 to 00:00 is a day. */
export const spanOfDay = (
  timeZone: string,
  date: Temporal.PlainDate,
  { from, to }: DaySpan,
): Span => ({
  from: momentOf(timeZone, date, from),
  to: momentOf(timeZone, date, to, from),
});

/** What of a span is left without another. */
export function without(span: Span, gap: Span): Span[] {
  return [
    { from: span.from, to: Math.min(span.to, gap.from) },
    { from: Math.max(span.from, gap.to), to: span.to },
  ].filter(({ from, to }) => from < to);
}

/** What two spans share. */
export const shared = (a: Span, b: Span): Span => ({
  from: Math.max(a.from, b.from),
  to: Math.min(a.to, b.to),
});
