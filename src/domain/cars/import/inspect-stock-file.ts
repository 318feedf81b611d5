import { createHash } from "node:crypto";
import { plainBytes } from "./plain-bytes.ts";
import { badStockFile, type OnProgress, type StockSource } from "./stock-file.ts";

export interface Inspection {
  /** SHA-256 of the uncompressed content, hexadecimal. */
  hash: string;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  delimiter: "," | ";" | "\t";
  /** Line ends in the file. */
  lines: number;
}

/** Bytes; a header line fits in it. */
const HEAD = 64 * 1024;
const LINE_END = 0x0a;

/**
 * What must be known of a file before its rows can be read. Text that is not UTF-8 is taken for
 * Windows-1252, which spreadsheets still write.
 * @throws DomainError STOCK_FILE_INVALID when the file is not CSV text.
 */
export async function inspectStockFile(
  source: StockSource,
  onProgress?: OnProgress,
): Promise<Inspection> {
  const hash = createHash("sha256");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const head: Uint8Array[] = [];
  let headBytes = 0;
  let isUtf8 = true;
  let lines = 0;
  const check = (chunk?: Uint8Array) => {
    try {
      if (isUtf8) decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      isUtf8 = false;
    }
  };
  for await (const chunk of plainBytes(source)) {
    hash.update(chunk);
    check(chunk);
    if (headBytes < HEAD) head.push(chunk);
    headBytes += chunk.byteLength;
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, at + 1)) lines++;
    onProgress?.("checking", lines, lines);
  }
  check();
  const start = new Uint8Array(Buffer.concat(head).subarray(0, HEAD));
  const encoding = byteOrderMark(start) ?? (isUtf8 ? "utf-8" : "windows-1252");
  const firstLine = firstLineOf(new TextDecoder(encoding).decode(start));
  if (firstLine.includes("\u0000")) {
    throw badStockFile(
      "The file is neither CSV text nor an Excel workbook; save the sheet as .xlsx or CSV (UTF-8).",
    );
  }
  return { hash: hash.digest("hex"), encoding, delimiter: delimiterOf(firstLine), lines };
}

function byteOrderMark([first, second]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** The first that is not blank, without what is quoted, which may hold any delimiter or a line end. */
const firstLineOf = (text: string) =>
  text
    .replace(/"[^"]*"/g, "")
    .split(/[\r\n]/)
    .find((line) => line.trim() !== "") ?? "";

function delimiterOf(firstLine: string): Inspection["delimiter"] {
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  const others = [";", "\t"] as const;
  return others.find((other) => count(other) > count(",") && count(other) > 1) ?? ",";
}
