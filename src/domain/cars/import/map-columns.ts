import { FIELDS, type Field, fieldOf, REQUIRED_FIELDS } from "./fields.ts";
import { ImportOptions } from "./import-options.ts";
import { plainWord } from "./plain-word.ts";
import { badStockFile, REJECTED_COLUMNS } from "./stock-file.ts";

export interface FieldColumns {
  field: Field;
  /** Positions in a record; the first that is not empty counts. */
  columns: number[];
}

export interface ColumnMap {
  fields: FieldColumns[];
  unusedColumns: string[];
}

/** A header with more is not one of a stock. */
export const MOST_COLUMNS = 100;

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

function assertHeader(header: string[], line: number): void {
  const names = header.filter((name) => name !== "");
  if (names.length === 0) {
    throw badStockFile(`Line ${line} is blank; it must name the columns.`);
  }
  if (header.length > MOST_COLUMNS) {
    throw badStockFile(`The file has ${header.length} columns; at most ${MOST_COLUMNS} are read.`);
  }
  const twice = names.find((name, at) => names.slice(0, at).some((one) => isSame(one, name)));
  if (twice) {
    throw badStockFile(`Two columns are called "${twice}"; rename or remove one of them.`);
  }
}

/** Names of one script's letters and digits are compared as plain words, others as they are. */
const isSame = (one: string, other: string) =>
  one === other || (plainWord(one) !== "" && plainWord(one) === plainWord(other));

/**
 * Which columns fill which fields: those that the options name, then those whose name says it.
 * @param line of the file, on which the columns are named.
 * @throws DomainError STOCK_FILE_INVALID naming the column or field to put right.
 */
export function mapColumns(headerCells: string[], options: ImportOptions, line = 1): ColumnMap {
  const { columns: wanted, constants } = ImportOptions.parse(options);
  const header = headerCells.map((cell) => cell.trim());
  assertHeader(header, line);
  const position = (name: string) => {
    const at = header.findIndex((one) => isSame(one, name));
    if (at >= 0) return at;
    throw badStockFile(`The file has no column "${name}". Its columns are: ${quoted(header)}.`);
  };

  const named = FIELDS.flatMap((field) => {
    const columns = wanted[field]?.map(position);
    return columns ? [{ field, columns }] : [];
  });
  const both = named.find(({ field }) => constants[field] !== undefined);
  if (both) throw badStockFile(`${both.field} has both columns and a constant; give one of them.`);

  const claimed = new Set(named.flatMap(({ columns }) => columns));
  const recognised = FIELDS.flatMap((field) => {
    if (wanted[field] || constants[field] !== undefined) return [];
    const columns = [...header.keys()].filter(
      (at) => !claimed.has(at) && fieldOf(header[at] ?? "") === field,
    );
    if (columns.length < 2) return columns.length === 1 ? [{ field, columns }] : [];
    const names = columns.map((at) => header[at] ?? "");
    throw badStockFile(
      `The columns ${quoted(names)} may both hold ${field}; name the right one: ${field}=${names[0]}, and what the other holds, or rename it.`,
    );
  });

  const fields = [...named, ...recognised];
  const used = new Set(fields.flatMap(({ columns }) => columns));
  const has = (field: Field) => constants[field] || fields.some((one) => one.field === field);
  const missing = REQUIRED_FIELDS.filter((field) => !has(field));
  if (missing.length > 0) {
    throw badStockFile(
      `No column holds ${missing.join(" or ")}. The columns of line ${line} are: ${quoted(header)}. Name a column for each, or a constant.`,
    );
  }
  const isOurs = REJECTED_COLUMNS.every((name, at) => header[at] === name);
  const unusedColumns = header.filter(
    (name, at) => name !== "" && !used.has(at) && !(isOurs && at < 2),
  );
  return { fields, unusedColumns };
}
