import type { NewCar } from "../car-input.ts";
import { vinWarning } from "../vin.ts";
import { ImportOptions } from "./import-options.ts";
import { mapColumns } from "./map-columns.ts";
import { readConstants } from "./read-constants.ts";
import type { FileRecord } from "./read-records.ts";
import { type RowShape, readRow } from "./read-row.ts";
import { openTable } from "./read-table.ts";
import type { ReadingContext } from "./reading-context.ts";
import { RepeatedIdentities } from "./repeated-identities.ts";
import {
  badStockFile,
  type OnProgress,
  type Reason,
  type RowWarning,
  type StockFile,
  type StockSource,
} from "./stock-file.ts";

/** Rows are kept in memory until they are written. */
const MOST_ROWS = 1_000_000;

interface ReadingLimits {
  now: Date;
  onProgress?: OnProgress;
  /** A surface with less time or memory may take fewer. */
  mostRows?: number;
}

/**
 * Reads and checks a whole stock file (CSV or XLSX, plain or gzip) without storing anything. A row with
 * anything that is not understood is rejected, with a reason for each such value.
 * @throws DomainError STOCK_FILE_INVALID when the file as a whole cannot be imported; ZodError.
 */
export async function readStockFile(
  source: StockSource,
  input: ImportOptions,
  { now, onProgress, mostRows = MOST_ROWS }: ReadingLimits,
): Promise<StockFile> {
  const options = ImportOptions.parse(input);
  const context: ReadingContext = { now, rates: options.rates };
  const constants = readConstants(options.constants, context);
  const table = await openTable(source, options, onProgress);
  try {
    const header = table.header.cells.map((name) => name.trim());
    const { fields, unusedColumns } = mapColumns(header, options, table.header.line);
    const file: StockFile = {
      hash: "",
      encoding: table.encoding,
      status: options.status,
      fields: [...fields.map(({ field }) => field), ...fieldsOf(constants)],
      unusedColumns,
      read: 0,
      rows: [],
      rejections: [],
      warnings: [],
    };
    const shape = { header, headerLine: table.header.line, fields, constants };
    const repeated = new RepeatedIdentities();
    for await (const record of table.rows) {
      file.read += 1;
      if (file.read > mostRows) {
        throw badStockFile(
          `The file has more than ${mostRows.toLocaleString("en")} rows; split it.`,
        );
      }
      takeRecord(file, record, shape, context, repeated);
      onProgress?.("reading", file.read, Math.max(table.total, file.read));
    }
    return { ...file, hash: table.hash() };
  } finally {
    await table.close();
  }
}

/** Object.keys of a value whose keys are fields. */
const fieldsOf = (constants: Partial<NewCar>) => Object.keys(constants) as StockFile["fields"];

/** Puts a record among the file's rows or its rejections. */
function takeRecord(
  file: StockFile,
  { line, cells }: FileRecord,
  shape: RowShape & { headerLine: number },
  context: ReadingContext,
  repeated: RepeatedIdentities,
): void {
  const reject = (reasons: Reason[], isBlank = false) =>
    file.rejections.push({ line, isBlank, reasons });
  if (cells.every((cell) => cell.trim() === "")) {
    reject([aboutRow("the row is blank")], true);
    return;
  }
  if (cells.length !== shape.header.length) {
    const counts = `${cells.length} values where line ${shape.headerLine} names ${shape.header.length} columns`;
    reject([aboutRow(`the row has ${counts}; look for a missing or extra delimiter or quote`)]);
    return;
  }
  const { car, reasons, warnings } = readRow(cells, shape, context);
  if (reasons.length === 0) reasons.push(...repeated.reasons(line, car));
  if (reasons.length > 0) {
    reject(reasons);
    return;
  }
  file.rows.push({ line, car });
  for (const warning of [...warnings, ...oddVin(car)]) file.warnings.push({ line, ...warning });
}

const aboutRow = (message: string): Reason => ({ field: null, column: null, value: null, message });

function oddVin({ vin }: NewCar): Omit<RowWarning, "line">[] {
  const message = vin ? vinWarning(vin) : null;
  return vin && message ? [{ field: "vin", value: vin, message }] : [];
}
