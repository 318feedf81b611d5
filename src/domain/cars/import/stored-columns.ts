import { Prisma } from "../../../db/index.ts";
import type { Field } from "./fields.ts";

/** A field that is one column of cars; status and photos follow rules of their own. */
export type StoredField = Exclude<Field, "status" | "photos">;

const COLUMNS: Record<StoredField, readonly [column: string, type: string]> = {
  displayCode: ["display_code", "text"],
  vin: ["vin", "text"],
  brand: ["brand", "text"],
  model: ["model", "text"],
  variant: ["variant", "text"],
  year: ["year", "int"],
  price: ["price_idr", "bigint"],
  creditPrice: ["credit_price_idr", "bigint"],
  cost: ["cost_idr", "bigint"],
  transmission: ["transmission", "text"],
  fuel: ["fuel", "text"],
  bodyType: ["body_type", "text"],
  color: ["color", "text"],
  mileage: ["mileage_km", "int"],
  engineCc: ["engine_cc", "int"],
  plate: ["plate", "text"],
  annualTaxUntil: ["annual_tax_until", "date"],
  stnkUntil: ["stnk_until", "date"],
  bpkb: ["bpkb", "text"],
  ownerNumber: ["owner_number", "int"],
  floodFree: ["flood_free", "boolean"],
  crashFree: ["crash_free", "boolean"],
  features: ["features", "text[]"],
  conditionNotes: ["condition_notes", "text"],
  description: ["description", "text"],
  location: ["location", "text"],
};

const ENTRIES = Object.entries(COLUMNS);
// Only the words above reach the SQL below.
const listed = (part: (field: string, column: string, type: string) => string) =>
  Prisma.raw(ENTRIES.map(([field, [column, type]]) => part(field, column, type)).join(", "));

/** Of features, a set that is never null; of all others, the value. */
const value = (field: string) =>
  field === "features" ? `coalesce(r."features", '{}')` : `r."${field}"`;

/** `brand, model, …` */
export const COLUMN_LIST = listed((_field, column) => column);
/** The same columns' values in a record r whose names are fields. */
export const RECORD_VALUES = listed((field) => value(field));
/** The names and types of such a record. */
export const RECORD_TYPES = listed((field, _column, type) => `"${field}" ${type}`);
/** `brand = r."brand", …` */
export const ASSIGNMENTS = listed((field, column) => `${column} = ${value(field)}`);
/** `'brand', c.brand, …`, for an object of fields. */
export const OBJECT_PAIRS = listed((field, column) => `'${field}', c.${column}`);
