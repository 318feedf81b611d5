import { MOST_COLUMNS } from "../map-columns.ts";
import type { FileRecord } from "../read-records.ts";
import { badStockFile } from "../stock-file.ts";
import type { CellFormat } from "./cell-format.ts";
import { numberText, unescapeText } from "./cell-text.ts";
import { RichText, tooLong } from "./shared-strings.ts";
import { readXml } from "./xml.ts";

export interface CellContext {
  strings: string[];
  formats: CellFormat[];
  /** Whether days are counted from 1904. */
  is1904: boolean;
}

const PLAIN: CellFormat = { kind: "number" };
/** Digits or a word; texts stand elsewhere, but for the result of a formula. */
const LONGEST_VALUE = 100_000;
/** More is no sheet: cells without a value count as well, and no sheet is wider. */
const MOST_CELLS = 16_384;

/** The last row that a sheet can have. */
const LAST_ROW = 1_048_576;

/** From A1 to 0 and from XFD1 to 16383; -1 without letters. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    // Letters of either case differ in one bit.
    const value = (reference.charCodeAt(at) & ~32) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column - 1;
}

function cellText(type: string, value: string, style: number, context: CellContext): string {
  if (value === "") return "";
  if (type === "s") return context.strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "true" : "false";
  if (type === "str") return unescapeText(value);
  const number = Number(value);
  if (type !== "" && type !== "n") return value;
  if (!Number.isFinite(number)) return value;
  return numberText(number, context.formats[style] ?? PLAIN, context.is1904);
}

/**
 * The rows of a sheet that hold anything, each under its own number; cells as texts.
 * @throws DomainError STOCK_FILE_INVALID when a cell stands too far to the right.
 */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  context: CellContext,
): AsyncGenerator<FileRecord> {
  const ready: FileRecord[] = [];
  const rich = new RichText();
  let line = 0;
  let cells: string[] = [];
  let seen = 0;
  let column = -1;
  let type = "";
  let style = 0;
  let value = "";
  let isValue = false;

  const put = (text: string) => {
    if (text === "") return;
    if (column >= MOST_COLUMNS) {
      throw badStockFile(
        `Row ${line} has a value in column ${column + 1}; at most ${MOST_COLUMNS} columns are read.`,
      );
    }
    while (cells.length < column) cells.push("");
    cells[column] = text;
  };

  const parts = readXml(bytes, {
    open: (name, attributes) => {
      if (name === "row") {
        const number = Number(attributes["r"]);
        line = number > line && number <= LAST_ROW ? Math.floor(number) : line + 1;
        cells = [];
        column = -1;
        seen = 0;
      } else if (name === "c") {
        const named = columnOf(attributes["r"] ?? "");
        column = named >= 0 ? named : column + 1;
        type = attributes["t"] ?? "";
        style = Number(attributes["s"] ?? 0);
        value = "";
        seen += 1;
        if (seen > MOST_CELLS) throw badStockFile(`Row ${line} has more cells than a sheet.`);
      } else if (name === "v") isValue = true;
      else rich.open(name);
    },
    text: (text) => {
      if (isValue) value += text;
      else rich.add(text);
      if (value.length > LONGEST_VALUE) throw tooLong();
    },
    close: (name) => {
      if (name === "v") isValue = false;
      else if (name === "c") {
        const text = rich.take();
        put(type === "inlineStr" ? text : cellText(type, value, style, context));
      } else if (name === "row") {
        if (cells.some((cell) => cell.trim() !== "")) ready.push({ line, cells });
      } else rich.close(name);
    },
  });
  for await (const _ of parts) yield* ready.splice(0);
}
