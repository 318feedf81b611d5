import { invalid } from "../errors.ts";

/** Days that a car may be held for, counted from each time that it is said. */
const LONGEST = 60;
const DAY = 86_400_000;

/** The moment at which a hold is to end. @throws DomainError invalid unless ahead, by 60 days at most. */
export function holdEnd(until: string, now: Date): Date {
  const end = new Date(until);
  if (end <= now) throw invalid("until", "must be in the future");
  if (end.getTime() > now.getTime() + LONGEST * DAY) {
    throw invalid("until", `must be at most ${LONGEST} days ahead`);
  }
  return end;
}
