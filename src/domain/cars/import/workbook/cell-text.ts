import type { CellFormat } from "./cell-format.ts";

const DAY_MS = 86_400_000;
/** The day that serial number 0 stands for; 1900 counts a 29 February that there was not. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** The day after that 29 February, and the last of the year 9999. */
const FIRST_TRUE_DAY = 61;
const LAST_DAY = 2_958_465;

/** Digits that a spreadsheet keeps of a number. */
const PRECISION = 15;

function plainNumber(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const rounded = Number(value.toPrecision(PRECISION));
  return Number.isInteger(rounded) ? BigInt(rounded).toString() : String(rounded);
}

/** A day of the calendar, whatever the zone of this machine. */
function instantOf(serial: number, is1904: boolean): Date {
  if (is1904) return new Date(EPOCH_1904 + Math.round(serial * DAY_MS));
  const day = serial < FIRST_TRUE_DAY ? serial + 1 : serial;
  return new Date(EPOCH_1900 + Math.round(day * DAY_MS));
}

/** Digits of an ISO instant: 2027-09-30T00:00:00.000Z. */
const SHOWN = { day: [0, 10], month: [0, 7], year: [0, 4], time: [11, 16] } as const;

/**
 * A number as somebody would write it into a text file. A date that is shown without its day is
 * a month, and the time of a day is left out.
 */
export function numberText(value: number, format: CellFormat, is1904: boolean): string {
  switch (format.kind) {
    case "percent":
      return `${plainNumber(value * 100)}%`;
    case "digits":
      return plainNumber(value).padStart(format.length, "0");
    case "money":
      return `${format.currency} ${plainNumber(value)}`;
    case "number":
      return plainNumber(value);
    default: {
      if (value < 0 || value > LAST_DAY) return plainNumber(value);
      // What a formula makes of an empty cell.
      if (value === 0 && format.kind !== "time") return "";
      const [from, to] = SHOWN[format.kind];
      return instantOf(value, is1904).toISOString().slice(from, to);
    }
  }
}

/** A character that XML cannot hold, as Office writes it: _x000D_. */
export const unescapeText = (text: string): string =>
  text.includes("_x")
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
