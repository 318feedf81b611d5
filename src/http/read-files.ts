import { on } from "node:events";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
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
  /** Null of a file that is too large. */
  bytes: Uint8Array | null;
}

/** Bytes of what stands before a file. */
const HEADER = 8_192;

/**
 * The files of a form, one after another as they come: the sender waits while one is worked on. Of
 * one that is too large no more than the limit is ever held.
 * @throws HTTPException 415 for what is no form; DomainError invalid for another field or for too
 * many files, and MALFORMED_BODY for a form that breaks off.
 */
export async function* readFiles(
  { body, headers }: Request,
  limits: FilesLimits,
): AsyncGenerator<FileOfForm> {
  const { field, most } = limits;
  const type = headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) throw new HTTPException(415);
  if (!body) throw malformed();
  const form = openForm(type, limits);
  const source = Readable.fromWeb(body as WebStream<Uint8Array>);
  const parts = on(form, "file", { close: ["finish"] });
  source.on("error", (error) => form.destroy(error)).pipe(form);
  try {
    let next = await parts.next().catch(breaksOff);
    for (let n = 0; !next.done; n += 1) {
      const [name, file, filename] = next.value as [string, BusboyFileStream, string | undefined];
      if (name !== field) throw invalid(name, "is not a known field");
      if (filename === undefined) throw invalid(`${field}.${n}`, "must be a file");
      if (n === most) throw invalid(field, `must be at most ${most}`);
      const bytes = await read(file).catch(breaksOff);
      // What comes behind it tells that it came whole.
      next = await parts.next().catch(breaksOff);
      yield { name: filename, bytes };
    }
  } finally {
    source.unpipe(form);
    source.destroy();
  }
}

function openForm(type: string, { most, largest }: FilesLimits) {
  try {
    const form = new Busboy({
      headers: { "content-type": type },
      // A text is a file without a name. One part more than there may be, so that it is told.
      isPartAFile: () => true,
      limits: { files: most + 1, parts: most + 1, fileSize: largest, headerSize: HEADER },
    });
    // Told to whoever waits for a file; nobody does when the form is left.
    form.on("error", () => {});
    // A file that nobody reads yet ends with its form, too.
    form.on("file", (_, file) => file.on("error", (error) => file.destroy(error)));
    return form;
  } catch {
    throw malformed();
  }
}

async function read(file: BusboyFileStream): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file) {
    if (file.truncated) chunks.length = 0;
    else chunks.push(chunk);
  }
  return file.truncated ? null : new Uint8Array(Buffer.concat(chunks));
}

const breaksOff = (): never => {
  throw malformed();
};

const malformed = () =>
  new DomainError("invalid", "MALFORMED_BODY", "The form is not well-formed, or breaks off.");
