import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { NewCar } from "../../src/domain/cars/car-input.ts";
import type { ExportFormat } from "../../src/domain/cars/export/export-query.ts";
import { exportStock } from "../../src/domain/cars/export/export-stock.ts";
import { exportedCell } from "../../src/domain/cars/export/exported-cell.ts";
import type { ExportedCar } from "../../src/domain/cars/export/read-exported-cars.ts";
import { FIELDS, type Field } from "../../src/domain/cars/import/fields.ts";
import { readField } from "../../src/domain/cars/import/read-field.ts";
import {
  BODY_TYPES,
  BPKB_STATES,
  FUELS,
  HIGHEST_PRICE_IDR,
  STATUSES,
  TRANSMISSIONS,
} from "../../src/domain/cars/vocabulary.ts";
import { fileOf, NOW, read } from "./dealership.ts";

const WORDS = [
  ...[
    "=cmd|' /C calc'!A0",
    "'=1",
    "''",
    "'putih",
    "putih",
    "ABU",
    "-",
    "--1",
    "@a",
    "+62 812",
    "unknown",
    "#REF!",
  ],
  ...[
    "a  b",
    'kata "dua"',
    "a;b|c",
    "a,b",
    "satu\ndua\r\ntiga\r",
    "_x000D_",
    "\u0001\u000b",
    "[x]",
    '["a"]',
    "é 中 😀",
  ],
  ...[
    "n/a",
    "'-",
    "=",
    "00042",
    "1e5",
    "TRUE",
    "2027-09-30",
    "\ufffe",
    "a\tb",
    "Rp 1",
    "'",
    "- ABS",
    "&amp;<b>",
  ],
];
const text = (most: number) =>
  fc
    .oneof(
      fc.constantFrom(...WORDS),
      fc.string({ unit: "grapheme", maxLength: 30 }),
      fc.string({ unit: "binary", maxLength: 10 }),
    )
    .map((value) => value.slice(0, most));
const int = (min: number, max: number) =>
  fc.oneof(fc.integer({ min, max }), fc.constant(min), fc.constant(max));
const rupiah = (min: number) => fc.oneof(int(min, HIGHEST_PRICE_IDR), int(min, 2_000_000));
const day = fc.oneof(
  fc.constantFrom("1900-01-01", "1900-02-28", "1900-03-01", "1949-12-31", "2199-12-31"),
  fc
    .integer({ min: 0, max: 36_000 })
    .map((days) => new Date(Date.UTC(1950, 0, 1 + days)).toISOString().slice(0, 10)),
);
const url = fc.constantFrom(
  "/photos/a",
  "https://a.test/1.jpg",
  "https://a.test/a|b",
  "https://a.test/-,;.jpg",
);

const ARBITRARY: Record<Field, fc.Arbitrary<unknown>> = {
  displayCode: fc.oneof(text(40), fc.constantFrom("00042", "unknown", "1E5", "A  1")),
  vin: fc.constantFrom("1M8GDM9AXKP042788", "UNKNOWN", "00000", "12345678901234567890"),
  ...{ brand: text(60), model: text(80), variant: text(120), color: text(40), location: text(120) },
  ...{ conditionNotes: text(200), description: text(200) },
  year: int(1900, 2027),
  ...{ price: rupiah(1), creditPrice: rupiah(1), cost: rupiah(0) },
  transmission: fc.constantFrom(...TRANSMISSIONS),
  fuel: fc.constantFrom(...FUELS),
  bodyType: fc.constantFrom(...BODY_TYPES),
  mileage: int(0, 2_000_000),
  engineCc: fc.oneof(int(1, 30_000), int(1, 120)),
  plate: fc.constantFrom("B 1234 XYZ", "D", "AB 1"),
  ...{ annualTaxUntil: day, stnkUntil: day },
  bpkb: fc.constantFrom(...BPKB_STATES),
  ownerNumber: int(1, 30),
  ...{ floodFree: fc.boolean(), crashFree: fc.boolean() },
  features: fc.array(text(80), { maxLength: 4 }),
  status: fc.constantFrom(...STATUSES),
  photos: fc.array(url, { maxLength: 4 }),
};

/** What a car may hold, as it is stored. */
const stored = (field: Field) =>
  ARBITRARY[field]
    .map((value) => (field === "photos" ? (value as string[]).map((one) => ({ url: one })) : value))
    .map((value) => NewCar.shape[field].safeParse(value))
    .filter(({ success, data }) => success && data !== null && data !== undefined)
    .map(({ data }) =>
      field === "photos" ? (data as { url: string }[]).map((one) => one.url) : data,
    );

const plain = (field: Field, value: unknown) => {
  if (field === "photos") return ((value ?? []) as { url: string }[]).map((photo) => photo.url);
  return field === "features" ? (value ?? []) : (value ?? null);
};

describe.each(FIELDS)("%s", (field) => {
  test("is read from its cell as it was", () => {
    fc.assert(
      fc.property(stored(field), (value) => {
        const cell = String(exportedCell(field, value));
        expect<unknown>(plain(field, readField(field, cell, { now: NOW, rates: {} }))).toEqual(
          value,
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe.each(["csv", "xlsx"] as const)("a file of %s", (format: ExportFormat) => {
  const unique = (value: unknown, at: number) => `${at}${String(value)}`.slice(0, 20);

  test("gives every car as it was", async () => {
    const car = fc.record(
      Object.fromEntries(FIELDS.map((field) => [field, fc.option(stored(field), { freq: 4 })])),
    );
    const required = fc.record({
      brand: stored("brand"),
      model: stored("model"),
      year: stored("year"),
    });
    const cars = fc
      .sample(fc.tuple(car, required), { numRuns: 300, seed: 7 })
      .map(([one, must], at): ExportedCar => {
        const fields = {
          ...one,
          ...must,
          features: one["features"] ?? [],
          photos: one["photos"] ?? [],
        };
        const identity = { displayCode: unique("K", at), vin: unique("00000", at) };
        return { id: String(at), fields: { ...fields, ...identity } as ExportedCar["fields"] };
      });
    const parts = exportStock(format, { fields: FIELDS }, async (after) =>
      after === null ? cars : [],
    );
    const bytes = Buffer.concat(await Array.fromAsync(parts));
    const file = await read(fileOf(bytes));
    expect(file.rejections).toEqual([]);
    expect(file.rows).toHaveLength(300);
    for (const [at, row] of file.rows.entries()) {
      const given = Object.fromEntries(
        FIELDS.map((field) => [field, plain(field, row.car[field])]),
      );
      expect<unknown>(given).toEqual({ ...cars[at]?.fields });
    }
  });
});
