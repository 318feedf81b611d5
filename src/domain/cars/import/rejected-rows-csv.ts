import { inspectStockFile } from "./inspect-stock-file.ts";
import { readRecords } from "./read-records.ts";
import {
  describeReason,
  REJECTED_COLUMNS,
  type Rejection,
  type StockSource,
} from "./stock-file.ts";

/** A spreadsheet takes such a cell for a formula; the apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

const csvCell = (text: string) => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const csvLine = (cells: string[]) => `${cells.map(csvCell).join(",")}\r\n`;

/**
 * The rejected rows as CSV (UTF-8 with BOM, for spreadsheets): line, reasons, and the columns of
 * the file. Corrected, it can be imported in turn. The source is read once more.
 */
export async function* rejectedRowsCsv(
  source: StockSource,
  rejections: Rejection[],
): AsyncGenerator<string> {
  const reasonsOf = new Map(rejections.map(({ line, reasons }) => [line, reasons]));
  let before = 0;
  for await (const { line, cells } of readRecords(source, await inspectStockFile(source))) {
    if (line === 1) {
      before = REJECTED_COLUMNS.every((name, at) => cells[at] === name) ? 2 : 0;
      yield `\ufeff${csvLine([...REJECTED_COLUMNS, ...cells.slice(before)])}`;
    }
    const reasons = reasonsOf.get(line);
    if (!reasons) continue;
    const explained = reasons.map(describeReason).join("; ");
    yield csvLine([String(line), explained, ...cells.slice(before)]);
  }
}
