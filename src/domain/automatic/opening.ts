import type { TenantScope } from "../../db/index.ts";
import { OpeningHours } from "../tenants/schemas.ts";

export interface Opening {
  isOpen: boolean;
  /** When it next opens; null while it is open, or when no day of the week is one of work. */
  opensAt: Date | null;
}

/** Milliseconds. */
const MINUTE = 60_000;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** The wall clock of a time zone, as if it were UTC. */
function wallClock(at: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  });
  const parts = Object.fromEntries(format.formatToParts(at).map((p) => [p.type, Number(p.value)]));
  const { year = 0, month = 1, day = 1, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The instant at which a wall clock shows a time. */
function instantOf(wall: number, timeZone: string): Date {
  const offset = (at: number) => wallClock(new Date(at), timeZone) - at;
  const first = wall - offset(wall);
  return new Date(wall - offset(first));
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether the dealership is open at a moment. One that told no opening hours always is. */
export async function openingAt({ tenant }: TenantScope, at: Date): Promise<Opening> {
  const hours = OpeningHours.safeParse(tenant.openingHours);
  if (!hours.success) return { isOpen: true, opensAt: null };
  const { timeZone } = tenant;
  const midnight = Math.floor(wallClock(at, timeZone) / (1440 * MINUTE)) * 1440 * MINUTE;
  let opensAt: Date | null = null;
  for (let day = -1; day <= 8; day += 1) {
    const start = midnight + day * 1440 * MINUTE;
    const times = hours.data[DAYS[new Date(start).getUTCDay()] ?? "sun"];
    if (!times) continue;
    const [from, to] = [minutesOf(times.open), minutesOf(times.close)];
    const opens = instantOf(start + from * MINUTE, timeZone);
    const closes = instantOf(start + (to > from ? to : to + 1440) * MINUTE, timeZone);
    if (opens <= at && at < closes) return { isOpen: true, opensAt: null };
    if (opens > at) opensAt ??= opens;
  }
  return { isOpen: false, opensAt };
}
