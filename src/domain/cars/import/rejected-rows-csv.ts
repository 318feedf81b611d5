import { csvLine } from "./csv-line.ts";
import type { ImportOptions } from "./import-options.ts";
import { openTable } from "./read-table.ts";
import {
  describeReason,
  REJECTED_COLUMNS,
  type Rejection,
  type StockSource,
} from "./stock-file.ts";

/**
 * The rejected rows as CSV (UTF-8 with BOM, for spreadsheets): line, reasons, and the columns of
 * the file. Corrected, it can be imported in turn. The source is read once more.
 * @param options as the file was read with.
 */
export async function* rejectedRowsCsv(
  source: StockSource,
  rejections: Rejection[],
  options: Pick<ImportOptions, "columns" | "sheet"> = {},
): AsyncGenerator<string> {
  const reasonsOf = new Map(rejections.map(({ line, reasons }) => [line, reasons]));
  const { header, rows, close } = await openTable(source, options);
  try {
    const before = REJECTED_COLUMNS.every((name, at) => header.cells[at] === name) ? 2 : 0;
    yield `\ufeff${csvLine([...REJECTED_COLUMNS, ...header.cells.slice(before)])}`;
    for await (const { line, cells } of rows) {
      const reasons = reasonsOf.get(line);
      if (!reasons) continue;
      const explained = reasons.map(describeReason).join("; ");
      yield csvLine([String(line), explained, ...cells.slice(before)]);
    }
  } finally {
    await close();
  }
}
