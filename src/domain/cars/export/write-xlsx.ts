import { type CellValue, type ColumnDef, writeXlsxStream } from "hucre/xlsx";
import type { Field } from "../import/fields.ts";
import type { ExportedCell } from "./exported-cell.ts";

/** Characters that a spreadsheet holds in a cell. */
const LONGEST_CELL = 32_767;
/** Before it days are counted wrongly, and stay text. */
const FIRST_DAY = "1901";
const SHEET = "Stok";

const RUPIAH = { numFmt: "#,##0", width: 16 };
const DAY = { numFmt: "yyyy-mm-dd", width: 12 };
const COLUMNS: Partial<Record<Field, ColumnDef>> = {
  ...{ price: RUPIAH, creditPrice: RUPIAH, cost: RUPIAH },
  ...{ annualTaxUntil: DAY, stnkUntil: DAY },
  ...{ displayCode: { width: 14 }, vin: { width: 20 }, brand: { width: 14 }, model: { width: 18 } },
};

/** What XML cannot hold, and what Office would take for such a character: _x000D_. */
const escaped = (text: string): string =>
  text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, "_x005F_")
    .replace(/[\uFFFE\uFFFF]/g, (character) => `_x${character.charCodeAt(0).toString(16)}_`);

/** A text that no cell holds stays out; the import keeps what the car has of photos. */
function cellOf(field: Field | undefined, cell: ExportedCell): CellValue {
  if (typeof cell === "number") return cell;
  if (cell === "" || cell.length > LONGEST_CELL) return null;
  if ((field === "annualTaxUntil" || field === "stnkUntil") && cell >= FIRST_DAY) {
    const day = new Date(`${cell}T00:00:00Z`);
    if (!Number.isNaN(day.getTime())) return day;
  }
  return escaped(cell);
}

/** A workbook with one sheet. Beyond 1,048,575 cars another sheet follows. */
export async function* writeXlsx(
  fields: Field[],
  chunks: AsyncIterable<ExportedCell[][]>,
): AsyncGenerator<Uint8Array, void> {
  async function* rows(): AsyncGenerator<CellValue[]> {
    for await (const chunk of chunks) {
      for (const cells of chunk) yield cells.map((cell, at) => cellOf(fields[at], cell));
    }
  }
  const stream = writeXlsxStream(rows(), {
    name: SHEET,
    columns: fields.map((field) => COLUMNS[field] ?? { width: 12 }),
    ...{ freezePane: { rows: 1 }, zip64: true },
  });
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}
