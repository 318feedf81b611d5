import {
  getMultipartBoundary,
  MaxFileSizeExceededError,
  MaxTotalSizeExceededError,
  parseMultipartStream,
} from "@remix-run/multipart-parser";
import { HTTPException } from "hono/http-exception";
import { DomainError, invalid } from "../domain/errors.ts";

export interface FilesLimits {
  /** The field that each file is sent in. */
  field: string;
  most: number;
  /** Bytes of one. */
  largest: number;
}

export interface FileOfForm {
  name: string;
  bytes: Uint8Array;
}

/**
 * The files of a form, one after another as they come: the sender waits while one is worked on.
 * @throws HTTPException 415 for what is no form; DomainError invalid for another field, for too many
 * or too large files, and MALFORMED_BODY for a form that breaks off.
 */
export async function* readFiles(
  { body, headers }: Request,
  { field, most, largest }: FilesLimits,
): AsyncGenerator<FileOfForm> {
  const type = headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) throw new HTTPException(415);
  const boundary = getMultipartBoundary(type);
  if (!body || !boundary) throw malformed();
  // One part more than there may be, so that it is told by its own name.
  const limits = { maxParts: most + 1, maxFileSize: largest, maxTotalSize: (most + 1) * largest };
  const parts = parseMultipartStream(body, { boundary, ...limits });
  for (let n = 0; ; n += 1) {
    const next = await parts.next().catch((error: unknown) => {
      throw refusal(error, `${field}.${n}`, largest);
    });
    if (next.done) return;
    const { name = "", filename, bytes } = next.value;
    if (name !== field) throw invalid(name, "is not a known field");
    if (filename === undefined) throw invalid(`${field}.${n}`, "must be a file");
    if (n === most) throw invalid(field, `must be at most ${most}`);
    yield { name: filename, bytes };
  }
}

function refusal(error: unknown, path: string, largest: number): DomainError {
  const isTooLarge =
    error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError;
  if (isTooLarge) return invalid(path, `must be at most ${largest / 1024 ** 2} MB`);
  return malformed();
}

const malformed = () =>
  new DomainError("invalid", "MALFORMED_BODY", "The form is not well-formed, or breaks off.");
