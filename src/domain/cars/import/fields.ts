import { plainWord } from "./plain-word.ts";

/** Every field that a stock file can fill, and the names that dealers give its column. */
const COLUMN_NAMES = {
  displayCode: ["kode", "kode unit", "kode stok", "display code", "stock no", "stock number"],
  vin: ["nomor rangka", "no rangka", "vin", "chassis number"],
  brand: ["merek", "merk", "brand", "make"],
  model: ["model", "tipe", "type"],
  variant: ["varian", "variant", "trim"],
  year: ["tahun", "year"],
  price: ["harga", "harga cash", "harga tunai", "price", "cash price", "price idr"],
  creditPrice: ["harga kredit", "credit price", "credit price idr"],
  cost: ["harga beli", "modal", "cost", "cost idr"],
  transmission: ["transmisi", "transmission"],
  fuel: ["bahan bakar", "bbm", "fuel", "fuel type"],
  bodyType: ["bodi", "tipe bodi", "body", "body type"],
  color: ["warna", "color", "colour"],
  mileage: ["kilometer", "km", "odometer", "mileage", "mileage km"],
  engineCc: ["kapasitas mesin", "cc", "engine cc", "engine size"],
  plate: ["plat", "plat nomor", "plate", "nopol", "no polisi", "nomor polisi"],
  annualTaxUntil: ["pajak", "pajak sampai", "annual tax", "annual tax until"],
  stnkUntil: ["stnk", "stnk sampai", "stnk until"],
  bpkb: ["bpkb"],
  ownerNumber: ["tangan ke", "tangan", "owner number"],
  floodFree: ["bebas banjir", "flood free"],
  crashFree: ["bebas tabrak", "crash free"],
  features: ["fitur", "features"],
  conditionNotes: ["kondisi", "condition", "condition notes"],
  description: ["deskripsi", "keterangan", "description"],
  location: ["lokasi", "location"],
  status: ["status"],
  photos: ["foto", "photo", "photos", "image urls", "images"],
} as const satisfies Record<string, readonly string[]>;

export type Field = keyof typeof COLUMN_NAMES;

/** Object.keys of a literal lists exactly its own keys. */
export const FIELDS = Object.keys(COLUMN_NAMES) as Field[];

/** Without these there is no car. */
export const REQUIRED_FIELDS = ["brand", "model", "year"] as const satisfies readonly Field[];

const FIELD_OF = new Map<string, Field>(
  FIELDS.flatMap((field) =>
    [field, ...COLUMN_NAMES[field]].map((name): [string, Field] => [plainWord(name), field]),
  ),
);

/** A unit after a name, as in "Harga (Rp)", says nothing about the field. */
const UNIT = /\((?:rp\.?|idr|rupiah|km|cc)\)/i;

/** The field that a column name speaks of, whatever its case, spaces and punctuation. */
export const fieldOf = (name: string): Field | undefined =>
  FIELD_OF.get(plainWord(name.replace(UNIT, "")));
