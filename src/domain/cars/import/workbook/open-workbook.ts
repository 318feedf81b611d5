import type { FileRecord } from "../read-records.ts";
import { badStockFile } from "../stock-file.ts";
import { type Archive, openArchive } from "./archive.ts";
import { sharedStrings } from "./shared-strings.ts";
import { type CellContext, sheetRows } from "./sheet-rows.ts";
import { cellFormats } from "./styles.ts";
import { relationsOf, type WorkbookSheet, workbookOf } from "./workbook-parts.ts";
import { readWholeXml } from "./xml.ts";

/** Bytes of a part, unpacked: of texts, which are held in memory, and of a sheet, which is not. */
const MOST_STRINGS = 128 * 1024 ** 2;
const MOST_STYLES = 16 * 1024 ** 2;
const MOST_SHEET = 2 * 1024 ** 3;

const quoted = (sheets: WorkbookSheet[]) => sheets.map(({ name }) => `"${name}"`).join(", ");

/**
 * The rows of one sheet: that of this name, or the first one shown that has any.
 * @throws DomainError STOCK_FILE_INVALID when the bytes are no workbook of XLSX, or have no such sheet.
 */
export async function openWorkbook(
  bytes: AsyncIterable<Uint8Array>,
  wanted: string | undefined,
): Promise<AsyncGenerator<FileRecord>> {
  const archive = await openArchive(bytes);
  const { path, sheets, is1904 } = await workbookOf(archive);
  const relations = await relationsOf(archive, path);
  const partOf = (type: string) => [...relations.values()].find((one) => one.type === type)?.path;
  const context: CellContext = { strings: [], formats: [], is1904 };
  await readPart(archive, partOf("sharedStrings"), MOST_STRINGS, sharedStrings(context.strings));
  await readPart(archive, partOf("styles"), MOST_STYLES, cellFormats(context.formats));

  const named = sheets.filter(({ name }) => name === wanted);
  if (wanted !== undefined && named.length === 0) {
    throw badStockFile(`The workbook has no sheet "${wanted}". Its sheets are: ${quoted(sheets)}.`);
  }
  for (const { relation } of wanted === undefined ? sheets.filter((one) => one.isShown) : named) {
    const part = relations.get(relation)?.path;
    if (!part || !archive.has(part)) continue;
    const rows = sheetRows(archive.read(part, MOST_SHEET), context);
    const first = await rows.next();
    if (!first.done) return after(first.value, rows);
  }
  throw badStockFile("The workbook has no sheet with rows.");
}

async function readPart(
  archive: Archive,
  path: string | undefined,
  most: number,
  handler: Parameters<typeof readWholeXml>[1],
): Promise<void> {
  if (path && archive.has(path)) await readWholeXml(archive.read(path, most), handler);
}

async function* after(first: FileRecord, rest: AsyncGenerator<FileRecord>) {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
