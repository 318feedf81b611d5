import type { NewCar } from "../car-input.ts";
import { FIELDS, type Field } from "./fields.ts";
import { readField } from "./read-field.ts";
import { Misread, type ReadingContext, Unconverted } from "./reading-context.ts";
import { badStockFile } from "./stock-file.ts";

/**
 * The values that every row shares. An empty text leaves its field out of the import.
 * @throws DomainError STOCK_FILE_INVALID when one is not understood.
 */
export function readConstants(
  texts: Partial<Record<Field, string>>,
  context: ReadingContext,
): Partial<NewCar> {
  const constants: Partial<Record<Field, unknown>> = {};
  for (const field of FIELDS) {
    const text = texts[field];
    if (!text) continue;
    const value = readField(field, text, context);
    const problem =
      value instanceof Unconverted
        ? `is in ${value.currency}; give a rate for ${value.currency}`
        : value instanceof Misread
          ? value.message
          : null;
    if (problem) throw badStockFile(`The constant ${field}: "${text}" ${problem}.`);
    constants[field] = value;
  }
  // readField has checked each value by NewCar's own schema.
  return constants as Partial<NewCar>;
}
