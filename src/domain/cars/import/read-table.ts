import { createHash } from "node:crypto";
import { fieldOf } from "./fields.ts";
import type { ImportOptions } from "./import-options.ts";
import { inspectStockFile } from "./inspect-stock-file.ts";
import { plainBytes } from "./plain-bytes.ts";
import { plainWord } from "./plain-word.ts";
import { type FileRecord, readRecords } from "./read-records.ts";
import { badStockFile, type OnProgress, type StockSource } from "./stock-file.ts";
import { openWorkbook } from "./workbook/open-workbook.ts";

/** A stock file as rows of texts, whatever its format. */
export interface StockTable {
  /** Of the text, such as utf-8; xlsx for a workbook. */
  encoding: string;
  /** The row that names the columns. */
  header: FileRecord;
  /** Those below it; of a workbook as wide as the header at least. */
  rows: AsyncGenerator<FileRecord>;
  /** Closes the file, read to its end or not. */
  close(): Promise<unknown>;
  /** Rows of the file, an estimate; 0 when there is none. */
  total: number;
  /**
   * SHA-256, hexadecimal: of a text file's uncompressed content, and of a workbook's rows that have
   * been read, so that saving it again makes it no other file.
   */
  hash(): string;
}

/** Titles may stand above the header. */
const HEADER_WITHIN = 20;
const ZIP = [0x50, 0x4b, 0x03, 0x04];
/** Of Office files before 2007, and of newer ones with a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

/** The first bytes of the uncompressed content. */
async function firstBytes(source: StockSource): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  for await (const chunk of plainBytes(source)) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length >= ZIP.length) break;
  }
  return bytes;
}

/**
 * Opens a stock file, told by its content: a workbook (XLSX) or text (CSV), plain or gzip.
 * @throws DomainError STOCK_FILE_INVALID when it is neither, or damaged.
 */
export async function openTable(
  source: StockSource,
  options: Pick<ImportOptions, "columns" | "sheet">,
  onProgress?: OnProgress,
): Promise<StockTable> {
  const start = await firstBytes(source);
  const begins = (sign: number[]) => sign.every((byte, at) => start[at] === byte);
  if (begins(COMPOUND)) {
    throw badStockFile(
      "The file is an old Excel file (.xls) or has a password; save it as .xlsx without a password.",
    );
  }
  if (!begins(ZIP)) {
    if (options.sheet !== undefined) throw badStockFile("Only a workbook (.xlsx) has sheets.");
    const inspection = await inspectStockFile(source, onProgress);
    const below = await belowHeader(readRecords(source, inspection), options);
    const { encoding, lines, hash } = inspection;
    return { encoding, total: lines, hash: () => hash, ...below };
  }
  const hash = createHash("sha256");
  const all = hashed(await openWorkbook(plainBytes(source), options.sheet), hash);
  const { header, rows, close } = await belowHeader(all, options);
  const width = header.cells.length;
  return {
    ...{ encoding: "xlsx", total: 0, hash: () => hash.copy().digest("hex") },
    ...{ header, rows: widened(rows, width), close },
  };
}

async function* hashed(rows: AsyncGenerator<FileRecord>, hash: ReturnType<typeof createHash>) {
  for await (const row of rows) {
    hash.update(JSON.stringify([row.line, row.cells]));
    yield row;
  }
}

async function* widened(rows: AsyncGenerator<FileRecord>, width: number) {
  for await (const { line, cells } of rows) {
    while (cells.length < width) cells.push("");
    yield { line, cells };
  }
}

/** Parts a file at the first row that names two columns which are known; without one, at the first. */
async function belowHeader(
  all: AsyncGenerator<FileRecord>,
  { columns = {} }: Pick<ImportOptions, "columns">,
): Promise<Pick<StockTable, "header" | "rows" | "close">> {
  const wanted = new Set(Object.values(columns).flat().map(plainWord));
  const isName = (cell: string) => fieldOf(cell) !== undefined || wanted.has(plainWord(cell));
  const isHeader = ({ cells }: FileRecord) =>
    cells.filter((cell) => isName(cell.trim())).length >= 2;
  const read: FileRecord[] = [];
  while (read.length < HEADER_WITHIN) {
    const next = await all.next();
    if (next.done) break;
    read.push(next.value);
    if (isHeader(next.value)) break;
  }
  const at = Math.max(0, read.findIndex(isHeader));
  const header = read[at] ?? { line: 1, cells: [] };
  return { header, rows: continued(read.slice(at + 1), all), close: () => all.return(undefined) };
}

async function* continued(first: FileRecord[], rest: AsyncGenerator<FileRecord>) {
  yield* first;
  yield* rest;
}
