import type { Readable } from "node:stream";
import { type Entry, fromBufferPromise } from "yauzl";
import { badStockFile } from "../stock-file.ts";

/** Bytes of a workbook as it is sent; it is held in memory, as its directory stands at its end. */
const MOST_BYTES = 256 * 1024 ** 2;
/** Parts of a workbook; a sheet of stock has some dozens. */
const MOST_PARTS = 5_000;

/** The parts of an Office file. Their sizes are held against what the directory says of them. */
export interface Archive {
  has(name: string): boolean;
  /** @throws DomainError STOCK_FILE_INVALID when it is missing, damaged or larger than `most` bytes. */
  read(name: string, most: number): AsyncGenerator<Uint8Array>;
}

const damaged = () =>
  badStockFile("The workbook is damaged or incomplete; save or copy it again, or save it as CSV.");

async function allOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) {
      throw badStockFile("The workbook is larger than 256 MB; split it, or save the sheet as CSV.");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws DomainError STOCK_FILE_INVALID when the bytes are no whole ZIP. */
export async function openArchive(bytes: AsyncIterable<Uint8Array>): Promise<Archive> {
  const zip = await fromBufferPromise(await allOf(bytes), { autoClose: false }).catch(() => {
    throw damaged();
  });
  const entries = new Map<string, Entry>();
  if (zip.entryCount > MOST_PARTS) {
    throw badStockFile(`The workbook has more than ${MOST_PARTS.toLocaleString("en")} parts.`);
  }
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  } catch {
    throw damaged();
  }
  return {
    has: (name) => entries.has(name),
    read: async function* (name, most) {
      const entry = entries.get(name);
      if (!entry) throw damaged();
      if (entry.isEncrypted()) {
        throw badStockFile("The workbook has a password; save it without one.");
      }
      if (entry.uncompressedSize > most) {
        const limit = Math.round(most / 1024 ** 2).toLocaleString("en");
        throw badStockFile(`The workbook's ${name} is larger than ${limit} MB; split it.`);
      }
      const stream: Readable = await zip.openReadStreamPromise(entry).catch(() => {
        throw damaged();
      });
      const chunks = stream[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await chunks.next().catch(() => {
            throw damaged();
          });
          if (next.done) return;
          yield next.value;
        }
      } finally {
        stream.destroy();
      }
    },
  };
}
