import type { NewCar } from "../car-input.ts";
import type { Field } from "./fields.ts";
import type { FieldColumns } from "./map-columns.ts";
import { readField } from "./read-field.ts";
import { Misread, type ReadingContext, Unconverted } from "./reading-context.ts";
import type { Reason, RowWarning } from "./stock-file.ts";

export interface RowShape {
  /** Column names as the file gives them. */
  header: string[];
  fields: FieldColumns[];
  /** Fields that are the same in every row. */
  constants: Partial<NewCar>;
}

export interface RowReading {
  /** Complete only when there are no reasons against it. */
  car: NewCar;
  reasons: Reason[];
  warnings: Omit<RowWarning, "line">[];
}

/** Every field of a record that can be read, and a reason for each that cannot. */
export function readRow(cells: string[], shape: RowShape, context: ReadingContext): RowReading {
  const car: Partial<Record<Field, unknown>> = { ...shape.constants };
  const reasons: Reason[] = [];
  const warnings: RowReading["warnings"] = [];
  for (const { field, columns } of shape.fields) {
    const at = columns.find((column) => cells[column]?.trim()) ?? columns[0] ?? 0;
    const cell = cells[at] ?? "";
    const value = readField(field, cell, context);
    if (value instanceof Misread) {
      const column = shape.header[at] ?? null;
      reasons.push({ field, column, value: cell.trim() || null, message: value.message });
    } else if (value instanceof Unconverted) {
      warnings.push({ field, value: cell.trim(), ...withoutRate(value.currency) });
    } else if (value !== null) car[field] = value;
  }
  // readField has checked each value by NewCar's own schema, and misreads a required one that is absent.
  return { car: car as NewCar, reasons, warnings };
}

const withoutRate = (currency: string) => ({
  message: `is in ${currency} and was left out; give a rate for ${currency}, the rupiah for one ${currency}, to convert it`,
  currency,
});
