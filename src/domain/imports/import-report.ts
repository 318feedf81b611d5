import type { ImportOutcome } from "../cars/import/import-stock.ts";
import type { StockFile } from "../cars/import/stock-file.ts";
import { type StoredReport, TOLD_ROWS } from "./schemas.ts";

/** Characters of a value of the file. */
const LONGEST_VALUE = 200;

const inShort = (value: string | null) => value?.slice(0, LONGEST_VALUE) ?? null;

/** What is kept of how an import went, whatever its size. */
export function importReport(file: StockFile, outcome: ImportOutcome): StoredReport {
  const { rejections, warnings, preview } = outcome;
  const rowErrors: StoredReport["rowErrors"] = [];
  for (const { line, isBlank, reasons } of rejections) {
    if (rowErrors.length >= TOLD_ROWS) break;
    if (isBlank) continue;
    for (const { field, column, value, message } of reasons) {
      rowErrors.push({ line, field, column, value: inShort(value), reason: message });
    }
  }
  return {
    counts: {
      read: file.read,
      created: outcome.created,
      drafts: outcome.drafts,
      updated: outcome.updated,
      unchanged: outcome.unchanged,
      rejected: rejections.length,
      blank: rejections.filter(({ isBlank }) => isBlank).length,
      warnings: warnings.length,
    },
    encoding: file.encoding,
    fields: file.fields,
    unusedColumns: file.unusedColumns,
    preview,
    rowErrors: rowErrors.slice(0, TOLD_ROWS),
    rowWarnings: warnings.slice(0, TOLD_ROWS).map(({ line, field, value, message }) => ({
      ...{ line, field, value: inShort(value), reason: message },
    })),
  };
}
