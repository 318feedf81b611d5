import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { Inspection } from "./inspect-stock-file.ts";
import { plainBytes } from "./plain-bytes.ts";
import { badStockFile, type StockSource } from "./stock-file.ts";

export interface FileRecord {
  /** On which the record starts. */
  line: number;
  cells: string[];
}

/** Bytes of one record; beyond it a quote was never closed. */
const LONGEST_RECORD = 1_000_000;

async function* asUtf8(bytes: AsyncIterable<Uint8Array>, encoding: Inspection["encoding"]) {
  if (encoding === "utf-8") {
    yield* bytes;
    return;
  }
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

const linesWithin = (cells: string[]) =>
  cells.reduce((lines, cell) => lines + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);

/**
 * Every record of a stock file in order, the header first. Cells are as the file gives them.
 * @throws DomainError STOCK_FILE_INVALID when a quote is not closed.
 */
export async function* readRecords(
  source: StockSource,
  { encoding, delimiter }: Pick<Inspection, "encoding" | "delimiter">,
): AsyncGenerator<FileRecord> {
  let next = 1;
  /** Of the records that are parsed and not yet given out. */
  const starts: number[] = [];
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: LONGEST_RECORD,
    // The parser counts a line end within quotes by its characters, so that lines are counted here.
    on_record: (cells: string[], { lines }) => {
      starts.push(next);
      next += lines > next ? 1 + linesWithin(cells) : 1;
      return cells;
    },
  });
  const input = Readable.from(asUtf8(plainBytes(source), encoding), { objectMode: false });
  input.on("error", (error) => parser.destroy(error));
  try {
    for await (const cells of input.pipe(parser)) {
      // Without the option columns, a record is an array of its cells.
      yield { line: starts.shift() ?? next, cells: cells as string[] };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw badStockFile(
      `From line ${next} on the file cannot be read: a quote (") is opened and not closed.`,
    );
  } finally {
    input.destroy();
    parser.destroy();
  }
}
