import { DomainError, invalid } from "../domain/errors.ts";
import { LARGEST_STOCK_FILE, StockImportOptions } from "../domain/imports/schemas.ts";
import { readForm } from "./read-form.ts";

/** Characters of the options. */
const LONGEST_OPTIONS = 65_536;
const LONGEST_NAME = 200;

export interface StockForm {
  file: { name: string; bytes: Uint8Array };
  options: StockImportOptions;
}

/**
 * A form of one stock file and how to read it.
 * @throws as readForm; DomainError invalid naming the field.
 */
export async function readStockForm(request: Request): Promise<StockForm> {
  let file: StockForm["file"] | undefined;
  let options: StockImportOptions | undefined;
  const limits = { most: 2, largest: LARGEST_STOCK_FILE };
  for await (const { name, filename, bytes } of readForm(request, limits)) {
    const isOptions = name === "options" && filename === undefined;
    if (isOptions && !options) options = readOptions(bytes);
    else if (name !== "file") throw invalid(name, unwanted(name));
    else if (filename === undefined) throw invalid("file", "must be a file");
    else if (file) throw invalid("file", "must be one file");
    else if (!bytes) throw invalid("file", `must be at most ${LARGEST_STOCK_FILE / 1024 ** 2} MB`);
    else file = { name: nameOf(filename), bytes };
  }
  if (!file) throw invalid("file", "is required");
  if (file.bytes.length === 0) throw invalid("file", "is empty");
  return { file, options: options ?? StockImportOptions.parse({}) };
}

const unwanted = (name: string) =>
  name === "options" ? "must be one text of JSON" : "is not a known field";

/** What PostgreSQL's JSON refuses: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;

function readOptions(bytes: Uint8Array | null): StockImportOptions {
  if (!bytes || bytes.length > LONGEST_OPTIONS) throw invalid("options", "must be at most 64 KB");
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
