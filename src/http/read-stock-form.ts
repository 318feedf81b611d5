import {
  getMultipartBoundary,
  MaxFileSizeExceededError,
  MaxTotalSizeExceededError,
  type MultipartPart,
  parseMultipartStream,
} from "@remix-run/multipart-parser";
import { HTTPException } from "hono/http-exception";
import { DomainError, invalid } from "../domain/errors.ts";
import { LARGEST_STOCK_FILE, StockImportOptions } from "../domain/imports/schemas.ts";

/** Characters of the options. */
const LONGEST_OPTIONS = 65_536;
const LONGEST_NAME = 200;

export interface StockForm {
  file: { name: string; bytes: Uint8Array };
  options: StockImportOptions;
}

/**
 * A form of one stock file and how to read it.
 * @throws HTTPException 415 for what is no form; DomainError invalid naming the field, and
 * MALFORMED_BODY for a form that breaks off.
 */
export async function readStockForm({ body, headers }: Request): Promise<StockForm> {
  const type = headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*(;|$)/i.test(type)) throw new HTTPException(415);
  const boundary = getMultipartBoundary(type);
  if (!body || !boundary) throw malformed();
  let file: StockForm["file"] | undefined;
  let options: StockImportOptions | undefined;
  for await (const part of partsOf(body, boundary)) {
    const { name = "", filename } = part;
    if (name === "options" && !options && filename === undefined) options = readOptions(part.bytes);
    else if (name !== "file") throw invalid(name, unwanted(name));
    else if (filename === undefined) throw invalid("file", "must be a file");
    else if (file) throw invalid("file", "must be one file");
    else file = { name: nameOf(filename), bytes: part.bytes };
  }
  if (!file) throw invalid("file", "is required");
  if (file.bytes.length === 0) throw invalid("file", "is empty");
  return { file, options: options ?? StockImportOptions.parse({}) };
}

const unwanted = (name: string) =>
  name === "options" ? "must be one text of JSON" : "is not a known field";

async function* partsOf(
  body: ReadableStream<Uint8Array>,
  boundary: string,
): AsyncGenerator<MultipartPart> {
  // One part more than there may be, so that it is told by its own name.
  const limits = { maxParts: 3, maxFileSize: LARGEST_STOCK_FILE };
  const maxTotalSize = LARGEST_STOCK_FILE + LONGEST_OPTIONS;
  try {
    yield* parseMultipartStream(body, { boundary, ...limits, maxTotalSize });
  } catch (error) {
    if (error instanceof DomainError) throw error;
    const isTooLarge =
      error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError;
    throw isTooLarge
      ? invalid("file", `must be at most ${LARGEST_STOCK_FILE / 1024 ** 2} MB`)
      : malformed();
  }
}

/** What PostgreSQL's JSON refuses: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;

function readOptions(bytes: Uint8Array): StockImportOptions {
  if (bytes.length > LONGEST_OPTIONS) throw invalid("options", "must be at most 64 KB");
  let given: unknown;
  try {
    given = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalid("options", "must be JSON");
  }
  if (UNSTORABLE.test(JSON.stringify(given))) {
    throw invalid("options", "must not contain a NUL character or half of a surrogate pair");
  }
  const read = StockImportOptions.safeParse(given);
  if (read.success) return read.data;
  const errors = read.error.issues.flatMap((issue) => {
    const path = ["options", ...issue.path];
    if (issue.code !== "unrecognized_keys")
      return [{ path: path.join("."), message: issue.message }];
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      message: "is not a known field",
    }));
  });
  throw new DomainError("invalid", "INVALID_INPUT", "The input is not valid.", { errors });
}

/** As it is told again. */
const nameOf = (filename: string) =>
  filename
    .replace(/\p{Cc}/gu, "\ufffd")
    .slice(0, LONGEST_NAME)
    .toWellFormed() || "stock";

const malformed = () =>
  new DomainError("invalid", "MALFORMED_BODY", "The form is not well-formed, or breaks off.");
