import type { Field } from "./fields.ts";
import { readColor, readText } from "./read-texts.ts";

const UNKNOWN = /^(?:|#?n\/a|n\.a\.|-+|[–—]|\?+|unknown|null|tidak diketahui)$/i;

/** Whether a cell says that its value is unknown. */
export const isUnknownWord = (text: string): boolean => UNKNOWN.test(text);

/** What a formula that failed leaves in its cell; #N/A says that the value is unknown. */
const SHEET_ERROR = /^#(?:REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!)$/i;

export const isSheetError = (text: string): boolean => SHEET_ERROR.test(text);

/** Fields that hold what the cell says, as it stands or tidied up. */
const TEXTS = new Map<Field, (text: string) => string>(
  (
    [
      ...["displayCode", "vin", "brand", "model", "variant", "plate"],
      ...["conditionNotes", "description", "location"],
    ] as Field[]
  ).map((field) => [field, readText]),
).set("color", readColor);

export const isTextField = (field: Field): boolean => TEXTS.has(field);

const MARK = "'";
const FORMULA_SIGN = /^[=+\-@\t\r]/;

/** Whether a cell of this text alone would be read as something else. */
function isMisreadText(field: Field, text: string): boolean {
  const tidy = TEXTS.get(field);
  if (tidy && (isUnknownWord(text) || isSheetError(text) || tidy(text) !== text)) return true;
  return text.startsWith(MARK) && isMarked(field, text);
}

/**
 * Whether the apostrophe at a cell's start is the mark by which a spreadsheet keeps what follows
 * as text: what follows would be taken for a formula, or would not be read as it stands.
 */
const isMarked = (field: Field, cell: string): boolean => {
  const rest = cell.slice(MARK.length);
  return FORMULA_SIGN.test(rest) || isMisreadText(field, rest);
};

/** A cell without its mark; a text that was marked says just what it says. */
export function unmarked(field: Field, cell: string): { text: string; isLiteral: boolean } {
  if (!cell.startsWith(MARK) || !isMarked(field, cell)) return { text: cell, isLiteral: false };
  return { text: cell.slice(MARK.length), isLiteral: isTextField(field) };
}

/** The cell of a text, marked where the import would read it as something else. */
export const marked = (field: Field, text: string): string =>
  isMisreadText(field, text) ? `${MARK}${text}` : text;
