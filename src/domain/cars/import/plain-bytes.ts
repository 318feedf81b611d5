import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { badStockFile, type StockSource } from "./stock-file.ts";

/** Bytes after decompression; a small archive can hold a large file. */
const MOST_BYTES = 1024 ** 3;

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>) {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  // A failure of either side reaches the loop below as an error of gunzip.
  pipeline(Readable.from(bytes), gunzip, () => {});
  try {
    yield* gunzip;
  } catch (error) {
    if (!/^(Z_|ERR_STREAM_PREMATURE)/.test((error as { code?: string }).code ?? "")) throw error;
    throw badStockFile("The gzip file is damaged or incomplete; compress or copy it again.");
  }
}

/**
 * The content of a source, decompressed when it is gzip, whatever its name.
 * @throws DomainError STOCK_FILE_INVALID when it is empty, damaged or larger than 1 GiB.
 */
export async function* plainBytes(source: StockSource): AsyncGenerator<Uint8Array> {
  const iterator = source()[Symbol.asyncIterator]();
  let bytes = 0;
  try {
    const first = await iterator.next();
    if (first.done) throw badStockFile("The file is empty.");
    const isGzip = first.value[0] === 0x1f && first.value[1] === 0x8b;
    const all = joined(first.value, iterator);
    for await (const chunk of isGzip ? gunzipped(all) : all) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) throw badStockFile("The file is larger than 1 GiB; split it.");
      yield chunk;
    }
    if (bytes === 0) throw badStockFile("The file is empty.");
  } finally {
    // Closes the file also when its reader has seen enough.
    await iterator.return?.();
  }
}
