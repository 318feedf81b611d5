import { columnName, type Field } from "../import/fields.ts";
import type { BegunExport } from "./begin-export.ts";
import type { ExportFormat } from "./export-query.ts";
import { type ExportedCell, exportedCell } from "./exported-cell.ts";
import { EXPORT_CHUNK, type ExportedCar } from "./read-exported-cars.ts";
import { writeCsv } from "./write-csv.ts";
import { writeXlsx } from "./write-xlsx.ts";

/** A file that is written while it is read. */
export interface StockExport {
  /** The media type. */
  type: string;
  /** Rows by chunks of cars, the header first. */
  write(fields: Field[], chunks: AsyncIterable<ExportedCell[][]>): AsyncGenerator<Uint8Array, void>;
}

export const STOCK_EXPORTS: Record<ExportFormat, StockExport> = {
  csv: { type: "text/csv", write: writeCsv },
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write: writeXlsx,
  },
};

async function* chunksOf(
  fields: Field[],
  read: (after: string | null) => Promise<ExportedCar[]>,
  onRead: (cars: number) => void,
): AsyncGenerator<ExportedCell[][]> {
  yield [fields.map(columnName)];
  let after: string | null = null;
  for (;;) {
    const cars: ExportedCar[] = await read(after);
    onRead(cars.length);
    yield cars.map((car) => fields.map((field) => exportedCell(field, car.fields[field])));
    after = cars.at(-1)?.id ?? null;
    if (after === null || cars.length < EXPORT_CHUNK) return;
  }
}

/**
 * Writes the stock with the columns that the import reads, so that importing the file changes
 * nothing. Cars are read chunk by chunk when they are asked for; one that changes meanwhile is in
 * its former or its new state, and none is there twice.
 * @param read the cars after one, a chunk at the most.
 * @param onRead told how many more cars were read.
 */
export const exportStock = (
  format: ExportFormat,
  { fields }: Pick<BegunExport, "fields">,
  read: (after: string | null) => Promise<ExportedCar[]>,
  onRead: (cars: number) => void = () => {},
): AsyncGenerator<Uint8Array, void> =>
  STOCK_EXPORTS[format].write(fields, chunksOf(fields, read, onRead));
