const format = (at: Date, timeZone: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("id-ID", { timeZone, ...options }).format(at);

/** Milliseconds. */
const DAY = 86_400_000;

/** A moment to come as one says it in Indonesian: hari ini pukul 09.00, besok …, Senin …, 5 Januari …. */
export function momentWords(at: Date, now: Date, timeZone: string): string {
  const dayOf = (moment: Date) => format(moment, timeZone, { dateStyle: "short" });
  const time = format(at, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const said = (day: string) => `${day} pukul ${time}`;
  if (dayOf(at) === dayOf(now)) return said("hari ini");
  if (dayOf(at) === dayOf(new Date(now.getTime() + DAY))) return said("besok");
  if (at.getTime() - now.getTime() < 6 * DAY) {
    return said(format(at, timeZone, { weekday: "long" }));
  }
  return said(format(at, timeZone, { day: "numeric", month: "long" }));
}
