import type { ObjectStore } from "../../infra/object-store.ts";
import type { StockSource } from "../cars/import/stock-file.ts";

/** Bytes after which others have their turn. */
const AT_ONCE = 1024 * 1024;
const PIECE = 64 * 1024;

/** Under which an uploaded file lies; nobody is given it. */
export const sourceKey = (tenantId: string, importId: string) =>
  `${tenantId}/imports/${importId}/source`;

export const rejectedKey = (tenantId: string, importId: string) =>
  `${tenantId}/imports/${importId}/rejected`;

/** Every key under which something of an import may lie. */
export const importKeys = (tenantId: string, importId: string) => [
  sourceKey(tenantId, importId),
  rejectedKey(tenantId, importId),
];

/** A file in memory. */
export const sourceOfBytes = (bytes: Uint8Array): StockSource =>
  async function* () {
    for (let at = 0; at < bytes.length; at += PIECE) {
      if (at % AT_ONCE === 0) await Bun.sleep(0);
      yield bytes.subarray(at, at + PIECE);
    }
  };

/** A file that is kept. @throws Error, while it is read, when it is not there. */
export const sourceOfObject = (objects: ObjectStore, key: string): StockSource =>
  async function* () {
    const stream = await objects.get(key);
    if (!stream) throw new Error("the file of an import is not there");
    let taken = 0;
    for await (const chunk of stream) {
      taken += chunk.byteLength;
      if (taken > AT_ONCE) {
        taken = 0;
        await Bun.sleep(0);
      }
      yield chunk;
    }
  };
