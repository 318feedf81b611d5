import type { ObjectStore } from "../../../infra/object-store.ts";
import { storeIsAway } from "../../media/store-is-away.ts";

/**
 * What lies under a key; null for nothing, and for what has another size. No more than that is read.
 * @param bytes how many there are to be.
 * @throws DomainError busy while the object store does not answer.
 */
export async function readFile(
  objects: ObjectStore,
  key: string,
  bytes: number,
): Promise<Uint8Array | null> {
  const stream = await objects.get(key).catch(storeIsAway);
  return stream && readExactly(stream, bytes).catch(storeIsAway);
}

async function readExactly(stream: ReadableStream<Uint8Array>, bytes: number) {
  const content = new Uint8Array(bytes);
  let read = 0;
  // Left at the first byte too many, which cancels it.
  for await (const chunk of stream) {
    if (read + chunk.length > bytes) return null;
    content.set(chunk, read);
    read += chunk.length;
  }
  return read === bytes ? content : null;
}
