/** Rows a statement; larger ones gain nothing and hold more memory. */
const CHUNK = 2_000;

export function* inChunks<Item>(items: Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}

/** Told after each chunk how many rows were written. */
export type OnWritten = (rows: number) => void;
