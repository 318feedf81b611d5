import { isUnknownWord } from "./text-mark.ts";

/** A spreadsheet takes such a cell for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** As text, by the apostrophe that the import takes off again; a lone - is no formula. */
const neutral = (cell: string) => (FORMULA.test(cell) && !isUnknownWord(cell) ? `'${cell}` : cell);

const quoted = (cell: string) =>
  /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** A line of a CSV file for spreadsheets (RFC 4180), in which no cell is run. */
export const csvLine = (cells: string[]): string =>
  `${cells.map((cell) => quoted(neutral(cell))).join(",")}\r\n`;
