/** Bytes of an object, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where files are kept. Keys begin with the tenant's id; a key is written once. */
export interface ObjectStore {
  /** Kept for good when it resolves; a reader sees all of it or nothing. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Null when there is nothing under the key. The range lies within the object. */
  get(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  /** Nothing under the key is fine. */
  delete(key: string): Promise<void>;
}

/** Two parts or more, none of which can mean another folder or a hidden file. */
const KEY = /^[a-z0-9][a-z0-9-]{0,63}(\/[a-z0-9][a-z0-9-]{0,63}){1,4}$/;

/** @throws Error for a key that could lead elsewhere. */
export function assertObjectKey(key: string): void {
  if (!KEY.test(key)) throw new Error("an object's key has parts of a-z, 0-9 and - alone");
}
