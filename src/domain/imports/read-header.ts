import type { ImportOptions } from "../cars/import/import-options.ts";
import { openTable } from "../cars/import/read-table.ts";
import type { StockSource } from "../cars/import/stock-file.ts";

/**
 * The names of a stock file's columns, and whether it has rows below them.
 * @param options as the file is read with.
 * @throws DomainError STOCK_FILE_INVALID when it is none.
 */
export async function readHeader(
  source: StockSource,
  options: Pick<ImportOptions, "columns" | "sheet">,
): Promise<{ header: string[]; hasRows: boolean }> {
  const table = await openTable(source, options);
  try {
    const header = table.header.cells.map((name) => name.trim());
    for await (const { cells } of table.rows) {
      if (cells.some((cell) => cell.trim() !== "")) return { header, hasRows: true };
    }
    return { header, hasRows: false };
  } finally {
    await table.close();
  }
}
