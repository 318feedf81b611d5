import { on } from "node:events";
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { HTTPException } from "hono/http-exception";
import { DomainError } from "../domain/errors.ts";

export interface FormLimits {
  /** Parts; one more may come, so that it can be told. */
  most: number;
  /** Bytes of one. */
  largest: number;
}

export interface FormPart {
  /** The field that it is sent in. */
  name: string;
  /** None of what is no file. */
  filename: string | undefined;
  /** Null of what is too large. */
  bytes: Uint8Array | null;
}

/** Bytes of what stands before a part. */
const HEADER = 8_192;

/**
 * The parts of a form, one after another as they come: the sender waits while one is worked on. Of
 * one that is too large no more than the limit is ever held.
 * @throws HTTPException 415 for what is no form; DomainError invalid MALFORMED_BODY for a form that
 * breaks off.
 */
export async function* readForm(
  { body, headers }: Request,
  limits: FormLimits,
): AsyncGenerator<FormPart> {
  const type = headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) throw new HTTPException(415);
  if (!body) throw malformed();
  const form = openForm(type, limits);
  const source = Readable.fromWeb(body as WebStream<Uint8Array>);
  const parts = on(form, "file", { close: ["finish"] });
  source.on("error", (error) => form.destroy(error)).pipe(form);
  try {
    let next = await parts.next().catch(breaksOff);
    while (!next.done) {
      const [name, content, filename] = next.value as [
        string,
        BusboyFileStream,
        string | undefined,
      ];
      const bytes = await read(content).catch(breaksOff);
      // What comes behind it tells that it came whole.
      next = await parts.next().catch(breaksOff);
      yield { name, filename, bytes };
    }
  } finally {
    source.unpipe(form);
    source.destroy();
  }
}

function openForm(type: string, { most, largest }: FormLimits) {
  try {
    const form = new Busboy({
      headers: { "content-type": type },
      // A text is a file without a name.
      isPartAFile: () => true,
      limits: { files: most + 1, parts: most + 1, fileSize: largest, headerSize: HEADER },
    });
    // Told to whoever waits for a part; nobody does when the form is left.
    form.on("error", () => {});
    // A part that nobody reads yet ends with its form, too.
    form.on("file", (_, content) => content.on("error", (error) => content.destroy(error)));
    return form;
  } catch {
    throw malformed();
  }
}

async function read(content: BusboyFileStream): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) {
    if (content.truncated) chunks.length = 0;
    else chunks.push(chunk);
  }
  return content.truncated ? null : new Uint8Array(Buffer.concat(chunks));
}

const breaksOff = (): never => {
  throw malformed();
};

const malformed = () =>
  new DomainError("invalid", "MALFORMED_BODY", "The form is not well-formed, or breaks off.");
