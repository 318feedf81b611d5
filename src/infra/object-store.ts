/** Where files are kept. Keys begin with the tenant's id; a key is written once. */
export interface ObjectStore {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Null when there is nothing under the key. */
  get(key: string): Promise<ReadableStream<Uint8Array> | null>;
  /** Nothing under the key is fine. */
  delete(key: string): Promise<void>;
}
