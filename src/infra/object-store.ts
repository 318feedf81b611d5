/** Bytes of an object, both ends included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What an address that is given away takes, and nothing else. */
export interface UploadTerms {
  contentType: string;
  /** Exactly. */
  bytes: number;
}

/** How a browser brings an object by itself: to the store, or to this server where the store has no door. */
export type DirectUploads =
  | {
      at: "store";
      /** The address to PUT to, for some seconds. */
      sign(key: string, terms: UploadTerms, lifetime: number): Promise<string>;
    }
  | {
      at: "server";
      /**
       * As put, of what streams in; nothing of it is kept when it breaks off.
       * @throws WrongLength unless it has these many bytes.
       */
      receive(key: string, stream: ReadableStream<Uint8Array>, bytes: number): Promise<void>;
    };

/** What streamed in was shorter or longer than was said. */
export class WrongLength extends Error {
  override name = "WrongLength";
}

/** Where files are kept. Keys begin with the tenant's id; a key is written once. */
export interface ObjectStore {
  /** Kept for good when it resolves; a reader sees all of it or nothing. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  /** Null when there is nothing under the key. The range lies within the object. */
  get(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  /** Nothing under the key is fine. */
  delete(key: string): Promise<void>;
  direct: DirectUploads;
}

/** Two parts or more, none of which can mean another folder or a hidden file. */
const KEY = /^[a-z0-9][a-z0-9-]{0,63}(\/[a-z0-9][a-z0-9-]{0,63}){1,4}$/;

/** @throws Error for a key that could lead elsewhere. */
export function assertObjectKey(key: string): void {
  if (!KEY.test(key)) throw new Error("an object's key has parts of a-z, 0-9 and - alone");
}
