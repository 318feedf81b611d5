import { type ObjectStore, WrongLength } from "../../../infra/object-store.ts";
import { invalid, notFound } from "../../errors.ts";
import { storeIsAway } from "../../media/store-is-away.ts";
import { uploadKey } from "./upload-key.ts";

interface Place {
  uploadId: string;
  file: number;
  /** That the file was named with. */
  bytes: number;
}

/**
 * Keeps a file that comes to an address at this server until its upload is completed.
 * @throws DomainError not found where the store has a door of its own; invalid for another length;
 * busy while the store does not answer.
 */
export async function receiveFile(
  objects: ObjectStore,
  tenantId: string,
  { uploadId, file, bytes }: Place,
  body: ReadableStream<Uint8Array> | null,
): Promise<void> {
  if (objects.direct.at !== "server") throw notFound("upload");
  if (!body) throw wrongLength(bytes);
  const key = uploadKey(tenantId, uploadId, file);
  await objects.direct.receive(key, body, bytes).catch((error: unknown) => {
    if (error instanceof WrongLength) throw wrongLength(bytes);
    return storeIsAway();
  });
}

const wrongLength = (bytes: number) => invalid("body", `must have ${bytes} bytes, as was named`);
