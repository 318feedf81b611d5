import type { Field } from "./fields.ts";
import type { ImportPlan, PlannedUpdate } from "./plan-import.ts";
import type { StockRow } from "./stock-file.ts";
import type { StoredField } from "./stored-columns.ts";

export interface FieldChange {
  field: Field;
  /** In short; null for nothing. */
  from: string | null;
  to: string | null;
}

export interface RowPreview {
  line: number;
  action: "create" | "update" | "skip";
  /** Such as 2019 Toyota Yaris. */
  car: string;
  /** The fields of an update that differ. */
  changes: FieldChange[];
}

/** Rows of each kind. */
const PREVIEWED = 10;
const LONGEST_VALUE = 100;

/** The first few rows of each kind, and what becomes of them. */
export function previewPlan({ creates, updates, prices, skipped }: ImportPlan): RowPreview[] {
  return [
    ...creates.slice(0, PREVIEWED).map((row) => preview("create", row, [])),
    ...updates
      .slice(0, PREVIEWED)
      .map((update) => preview("update", update.row, changesOf(update))),
    ...prices.slice(0, PREVIEWED).map(({ row }) => {
      const price = { field: "price", from: null, to: inShort(row.car.price) } as const;
      return preview("update", row, [price]);
    }),
    ...skipped.slice(0, PREVIEWED).map((row) => preview("skip", row, [])),
  ];
}

function preview(action: RowPreview["action"], { line, car }: StockRow, changes: FieldChange[]) {
  const name = [car.year, car.brand, car.model, car.variant].filter(Boolean).join(" ");
  return { line, action, car: name, changes };
}

const changesOf = ({ row, known, changes }: PlannedUpdate): FieldChange[] =>
  changes.map((field) => {
    const before = field === "photos" ? known.photos : known.fields[field as StoredField];
    return { field, from: inShort(before), to: inShort(row.car[field]) };
  });

function inShort(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const parts = Array.isArray(value) ? value : [value];
  const text = parts.map((part) => String((part as { url?: string }).url ?? part)).join("; ");
  return text.slice(0, LONGEST_VALUE).toWellFormed() || null;
}
