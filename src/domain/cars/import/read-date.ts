import { Misread } from "./reading-context.ts";

const MONTHS: Record<string, number> = Object.fromEntries(
  [
    ["jan", "januari", "january"],
    ["feb", "februari", "february", "peb"],
    ["mar", "maret", "march"],
    ["apr", "april"],
    ["mei", "may"],
    ["jun", "juni", "june"],
    ["jul", "juli", "july"],
    ["agu", "agt", "ags", "agustus", "aug", "august"],
    ["sep", "sept", "september"],
    ["okt", "oktober", "oct", "october"],
    ["nov", "nop", "november"],
    ["des", "desember", "dec", "december"],
  ].flatMap((names, index) => names.map((name) => [name, index + 1])),
);

const FORMS = [
  /^(?<year>\d{4})[-/.](?<month>\d{1,2})(?:[-/.](?<day>\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?Z?)?)?)?$/,
  /^(?:(?<day>\d{1,2})[-/. ])?(?<month>\d{1,2})[-/. ](?<year>\d{4})$/,
  /^(?:(?<day>\d{1,2})[-/. ]+)?(?<name>\p{L}{3,})\.?[-/. ]+(?<year>\d{4})$/u,
];

/** A date of long ago is no slip where it is written in full. */
const ISO_DAY = /^\d{4}-\d\d-\d\d/;

/** An ISO date; a month alone means its last day, on which a tax or a paper ends. */
export function readDate(text: string): string | Misread {
  const groups = FORMS.map((form) => form.exec(text)?.groups).find(Boolean);
  const year = Number(groups?.["year"]);
  const month = groups?.["name"] ? MONTHS[groups["name"].toLowerCase()] : Number(groups?.["month"]);
  const earliest = ISO_DAY.test(text) ? 1900 : 1950;
  if (!groups || !month || month > 12 || year < earliest || year > 2199) {
    return new Misread("is not a date, such as 2027-09, 30/09/2027 (day first) or Sep 2027");
  }
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = groups["day"] === undefined ? lastDay : Number(groups["day"]);
  if (day < 1 || day > lastDay) return new Misread("is a day that does not exist");
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
