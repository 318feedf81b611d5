import { inspectStockFile } from "../cars/import/inspect-stock-file.ts";
import { readRecords } from "../cars/import/read-records.ts";
import type { StockSource } from "../cars/import/stock-file.ts";

/**
 * The names of a stock file's columns, and whether it has rows below them.
 * @throws DomainError STOCK_FILE_INVALID when it is none.
 */
export async function readHeader(
  source: StockSource,
): Promise<{ header: string[]; hasRows: boolean }> {
  const records = readRecords(source, await inspectStockFile(source));
  try {
    const first = await records.next();
    const header = first.done ? [] : first.value.cells.map((name) => name.trim());
    for await (const { cells } of records) {
      if (cells.some((cell) => cell.trim() !== "")) return { header, hasRows: true };
    }
    return { header, hasRows: false };
  } finally {
    await records.return(undefined);
  }
}
