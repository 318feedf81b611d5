import { csvLine } from "../import/csv-line.ts";
import type { Field } from "../import/fields.ts";
import type { ExportedCell } from "./exported-cell.ts";

const BYTE_ORDER_MARK = "\ufeff";

/** CSV as spreadsheets take it: UTF-8 with BOM, and no cell that they would run. */
export async function* writeCsv(
  _fields: Field[],
  chunks: AsyncIterable<ExportedCell[][]>,
): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  let start = BYTE_ORDER_MARK;
  for await (const rows of chunks) {
    yield encoder.encode(start + rows.map((cells) => csvLine(cells.map(String))).join(""));
    start = "";
  }
}
