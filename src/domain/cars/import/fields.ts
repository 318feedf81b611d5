import { plainWord } from "./plain-word.ts";

/** Every field that a stock file can fill, and the names that dealers give its column, the usual first. */
const COLUMN_NAMES = {
  displayCode: [
    ...["kode", "kode unit", "kode mobil", "kode stok", "no stok", "nomor stok", "no unit"],
    ...["display code", "stock no", "stock number", "stock id", "sku"],
  ],
  vin: ["nomor rangka", "no rangka", "noka", "vin", "chassis number", "chassis no"],
  brand: ["merek", "merk", "merek mobil", "merk mobil", "brand", "make"],
  model: ["model", "tipe", "type", "model mobil", "tipe mobil", "tipe kendaraan"],
  variant: ["varian", "variant", "trim"],
  year: ["tahun", "thn", "th", "tahun pembuatan", "tahun mobil", "year", "model year"],
  price: [
    ...["harga", "harga cash", "harga tunai", "harga jual", "harga otr", "harga rp"],
    ...["price", "cash price", "selling price", "price idr"],
  ],
  creditPrice: ["harga kredit", "credit price", "credit price idr"],
  cost: ["harga beli", "modal", "harga modal", "hpp", "cost", "cost idr"],
  transmission: ["transmisi", "tipe transmisi", "jenis transmisi", "transmission", "gearbox"],
  fuel: ["bahan bakar", "bbm", "jenis bahan bakar", "jenis bbm", "fuel", "fuel type"],
  bodyType: ["bodi", "tipe bodi", "jenis bodi", "body", "body type"],
  color: ["warna", "warna mobil", "color", "colour", "exterior color"],
  mileage: ["kilometer", "km", "jarak tempuh", "odometer", "odo", "mileage", "mileage km"],
  engineCc: ["kapasitas mesin", "cc", "isi silinder", "silinder", "engine cc", "engine size"],
  plate: [
    ...[
      "plat",
      "plat nomor",
      "no plat",
      "nomor plat",
      "nopol",
      "no pol",
      "no polisi",
      "nomor polisi",
    ],
    ...["plate", "plate number", "license plate"],
  ],
  annualTaxUntil: [
    ...["pajak", "pajak sampai", "pajak s/d", "pajak tahunan", "masa pajak", "masa berlaku pajak"],
    ...["jatuh tempo pajak", "annual tax", "annual tax until"],
  ],
  stnkUntil: ["stnk", "stnk sampai", "stnk s/d", "masa berlaku stnk", "stnk until"],
  bpkb: ["bpkb", "status bpkb"],
  ownerNumber: ["tangan ke", "tangan", "pemilik ke", "owner number"],
  floodFree: ["bebas banjir", "flood free"],
  crashFree: ["bebas tabrak", "crash free"],
  features: ["fitur", "kelengkapan", "features"],
  conditionNotes: ["kondisi", "catatan kondisi", "condition", "condition notes"],
  description: ["deskripsi", "keterangan", "description"],
  location: ["lokasi", "lokasi unit", "cabang", "location", "branch"],
  status: ["status", "status unit"],
  photos: ["foto", "link foto", "url foto", "photo", "photos", "image urls", "images"],
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

/** The name that the column of a field has in a file that is written. */
export const columnName = (field: Field): string => COLUMN_NAMES[field][0];
