import { carTitle } from "../car-view.ts";
import type { Reminder } from "./mark-reminders.ts";

/** Of which car a reminder is. */
export interface RemindedCar {
  displayCode: string;
  plate: string | null;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
}

const WHAT = { annual_tax: "pajak tahunan", stnk: "STNK 5 tahun" };
const LONGEST_TITLE = 60;

function when(days: number): string {
  if (days < 0) return `lewat ${-days} hari`;
  if (days === 0) return "hari ini";
  return days === 1 ? "besok" : `${days} hari lagi`;
}

function line({ kind, dueOn, days }: Reminder, car: RemindedCar): string {
  const date = new Intl.DateTimeFormat("id-ID", { dateStyle: "medium", timeZone: "UTC" });
  const title = carTitle(car).slice(0, LONGEST_TITLE);
  const name = [title, car.plate ?? car.displayCode].join(", ");
  return `• ${name}: ${WHAT[kind]} ${date.format(new Date(dueOn))} (${when(days)})`;
}

/**
 * What staff are told of taxes and STNK.
 * @param shown the first of them, each with its car.
 * @param total how many there are.
 */
export function reminderText(shown: [Reminder, RemindedCar][], total: number) {
  const lines = shown.map(([reminder, car]) => line(reminder, car));
  if (total > shown.length) lines.push(`• dan ${total - shown.length} lagi`);
  return {
    subject: `Pajak dan STNK: ${total} jatuh tempo`,
    text: ["Pajak dan STNK yang jatuh tempo:", ...lines].join("\n"),
  };
}
