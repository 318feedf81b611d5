import type { Field } from "../import/fields.ts";
import { SMALLEST_ENGINE_CC } from "../import/read-measures.ts";
import { LOWEST_PRICE_IDR } from "../import/read-price.ts";
import { readFeatures, readPhotos } from "../import/read-texts.ts";
import { isSheetError, isTextField, isUnknownWord, marked } from "../import/text-mark.ts";

/** A number where the file knows numbers, and otherwise a text that the import reads as the value. */
export type ExportedCell = string | number;

/** A small amount says that it is no millions. */
const amount = (idr: number): ExportedCell => (idr < LOWEST_PRICE_IDR ? `${idr} rupiah` : idr);

/** Parts as people write them, or as JSON where the import would part them otherwise. */
function list(parts: string[], separator: string, read: (text: string) => string[]): string {
  const text = parts.join(separator);
  const isPlain = !/^['[]/.test(text) && !isUnknownWord(text) && !isSheetError(text);
  return parts.length === 0 || (isPlain && Bun.deepEquals(read(text), parts))
    ? text
    : JSON.stringify(parts);
}

/** The cell of a car's field, as JSON has its value: read by the import, it gives that value. */
export function exportedCell(field: Field, value: unknown): ExportedCell {
  if (value === null || value === undefined) return "";
  if (field === "features") return list(value as string[], "; ", readFeatures);
  if (field === "photos") {
    return list(value as string[], " | ", (text) => readPhotos(text).map(({ url }) => url));
  }
  if (typeof value === "boolean") return value ? "ya" : "tidak";
  if (typeof value === "string") return isTextField(field) ? marked(field, value) : value;
  if (typeof value !== "number") throw new Error(`no cell for the field ${field}`);
  if (field === "price" || field === "creditPrice" || field === "cost") return amount(value);
  return field === "engineCc" && value < SMALLEST_ENGINE_CC ? `${value} cc` : value;
}
