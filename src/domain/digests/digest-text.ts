import type { Due, DueTask, Some } from "./find-due.ts";

/** Characters of each, so that a digest of four of a kind stays below 1,000. */
const LONGEST = { staff: 40, title: 60, lead: 30 };

/**
 * What somebody is told in the morning, in at most 1,000 characters: names and titles, and nothing
 * that a customer wrote.
 * @param day of the dealership's calendar, such as 2026-12-01.
 */
export function digestOf({ staff, tasks, waiting, fresh }: Due, day: string, timeZone: string) {
  const date = new Intl.DateTimeFormat("id-ID", {
    ...{ weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" },
  }).format(new Date(`${day}T00:00:00Z`));
  const parts = [
    `Halo ${clip(staff.name, LONGEST.staff)}, ini ringkasan ${date}.`,
    tasks.total > 0 &&
      [
        `Tugas sampai hari ini: ${tasks.total}`,
        ...tasks.shown.map((task) => `• ${taskLine(task, timeZone)}`),
        ...(tasks.total > tasks.shown.length ? [`• ${more(tasks)}`] : []),
      ].join("\n"),
    waiting.total > 0 && `Menunggu balasan: ${waiting.total} (${names(waiting)})`,
    fresh.total > 0 && `Lead baru: ${fresh.total} (${names(fresh)})`,
  ];
  return { subject: `Ringkasan ${date}`, text: parts.filter(Boolean).join("\n\n") };
}

function taskLine({ title, lead, dueAt, isOverdue }: DueTask, timeZone: string): string {
  const when = new Intl.DateTimeFormat("id-ID", {
    ...(isOverdue ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" }),
    timeZone,
  }).format(dueAt);
  const due = isOverdue ? `terlambat sejak ${when}:` : when;
  return `${due} ${clip(title, LONGEST.title)} – ${clip(lead, LONGEST.lead)}`;
}

const names = (some: Some<string>) =>
  [
    ...some.shown.map((name) => clip(name, LONGEST.lead)),
    ...(some.total > some.shown.length ? [more(some)] : []),
  ].join(", ");

const more = ({ shown, total }: Some<unknown>) => `dan ${total - shown.length} lagi`;

/** On one line, cut where it is longer, between characters. */
function clip(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
