import { describe, expect, test } from "bun:test";
import { type Field, fieldOf } from "../../src/domain/cars/import/fields.ts";
import { readField } from "../../src/domain/cars/import/read-field.ts";
import { Misread, Unconverted } from "../../src/domain/cars/import/reading-context.ts";
import { NOW } from "./dealership.ts";

const context = { now: NOW, rates: { GBP: 20_500 } };
const read = (field: Field, text: string) => readField(field, text, context);

const UNDERSTOOD: [Field, [string, unknown][]][] = [
  [
    "price",
    [
      ["185000000", 185_000_000],
      ["Rp 185.000.000", 185_000_000],
      ["Rp.185.000.000,-", 185_000_000],
      ["Rp 185.000.000,00", 185_000_000],
      ["IDR 185,000,000", 185_000_000],
      ["185 000 000", 185_000_000],
      ["185000000 rupiah", 185_000_000],
      ["185jt", 185_000_000],
      ["185 juta", 185_000_000],
      ["185,5 jt nego", 185_500_000],
      ["1,2M", 1_200_000_000],
      ["1.2 miliar", 1_200_000_000],
      ["1.250 M", 1_250_000_000],
      ["185.000 rb", 185_000_000],
      [" £30,495", 625_147_500],
      ["GBP 30,495.50", 625_157_750],
      ["30495 gbp", 625_147_500],
      ["0", null],
      ["Rp 0", null],
      ["£0", null],
      ["185,5 juta", 185_500_000],
      ["Rp185 JT", 185_000_000],
      ["185 rupiah", 185],
    ],
  ],
  [
    "mileage",
    [
      ["45.000 km", 45_000],
      ["45,000", 45_000],
      ["KM 45.000", 45_000],
      ["45000.0", 45_000],
      ["45rb", 45_000],
      ["12,5 rb km", 12_500],
      ["0", 0],
      ["0 km", 0],
      ["1.793", 1_793],
      ["10,000 miles", 16_093],
    ],
  ],
  [
    "engineCc",
    [
      ["1500", 1_500],
      ["1.5", 1_500],
      ["2,1", 2_100],
      ["2", 2_000],
      ["2.143", 2_143],
      ["1.998", 1_998],
      ["2143", 2_143],
      ["2148CC", 2_148],
      ["1.5 L", 1_500],
      ["50 cc", 50],
      ["0", null],
      ["0.0", null],
    ],
  ],
  [
    "year",
    [
      ["2019", 2_019],
      ["2019.0", 2_019],
      ["th. 2019", 2_019],
      ["1900", 1_900],
      ["2027", 2_027],
    ],
  ],
  [
    "transmission",
    [
      ["A/T", "automatic"],
      ["AT", "automatic"],
      ["matic", "automatic"],
      ["Otomatis", "automatic"],
      ["MT", "manual"],
      ["MANUAL", "manual"],
      ["cvt", "cvt"],
      ["Semi-Auto", "semi_automatic"],
      ["semi_automatic", "semi_automatic"],
      ["DSG", "dct"],
      ["Other", "other"],
    ],
  ],
  [
    "fuel",
    [
      ["bensin", "petrol"],
      ["Gasoline", "petrol"],
      ["solar", "diesel"],
      ["Hybrid", "hybrid"],
      ["PHEV", "plugin_hybrid"],
      ["plug-in hybrid", "plugin_hybrid"],
      ["listrik", "electric"],
      ["EV", "electric"],
    ],
  ],
  [
    "bodyType",
    [
      ["Coupé", "coupe"],
      ["minibus", "mpv"],
      ["Double Cabin", "pickup"],
      ["SUV", "suv"],
    ],
  ],
  [
    "annualTaxUntil",
    [
      ["2027-09", "2027-09-30"],
      ["2028-02", "2028-02-29"],
      ["2027-09-15", "2027-09-15"],
      ["2027-09-15 00:00:00", "2027-09-15"],
      ["30/09/2027", "2027-09-30"],
      ["1.9.2027", "2027-09-01"],
      ["09/2027", "2027-09-30"],
      ["Sep 2027", "2027-09-30"],
      ["30 Agustus 2027", "2027-08-30"],
      ["Okt-2027", "2027-10-31"],
      ["desember 2027", "2027-12-31"],
    ],
  ],
  [
    "floodFree",
    [
      ["ya", true],
      ["ADA", true],
      ["1", true],
      ["true", true],
      ["tidak", false],
      ["no", false],
    ],
  ],
  [
    "bpkb",
    [
      ["ada", "available"],
      ["di leasing", "held_by_lender"],
      ["tidak ada", "missing"],
    ],
  ],
  [
    "ownerNumber",
    [
      ["1", 1],
      ["tangan ke-2", 2],
      ["pertama", 1],
    ],
  ],
  [
    "color",
    [
      ["putih", "Putih"],
      ["ABU-ABU", "Abu-abu"],
      ["Putih Mutiara", "Putih Mutiara"],
    ],
  ],
  [
    "features",
    [
      ["Sunroof; Kamera 360|Sunroof", ["Sunroof", "Kamera 360"]],
      ['["a;b","a;b"]', ["a;b", "a;b"]],
      ["[baru]; Kamera", ["[baru]", "Kamera"]],
    ],
  ],
  [
    "photos",
    [
      [
        "https://a.test/1.jpg | https://a.test/2.jpg",
        [
          { url: "https://a.test/1.jpg", primary: true },
          { url: "https://a.test/2.jpg", primary: false },
        ],
      ],
    ],
  ],
  ["plate", [["b1234xyz", "B 1234 XYZ"]]],
  ["vin", [["1m8gdm9axkp042788", "1M8GDM9AXKP042788"]]],
  [
    "description",
    [
      ["'=SUM(A1)", "=SUM(A1)"],
      ["'-", "-"],
      ["'a  b", "a  b"],
      ["'kutip'", "'kutip'"],
      ["''-", "'-"],
    ],
  ],
  [
    "cost",
    [
      ["0", null],
      ["0 rupiah", 0],
    ],
  ],
  ["status", [["Terjual", "sold"]]],
];

describe.each(UNDERSTOOD)("%s", (field, cases) => {
  test.each(cases)(`${field} %p is %p`, (text, expected) => {
    expect<unknown>(read(field, text)).toEqual(expected);
  });
});

const REFUSED: [Field, string, string][] = [
  ["price", "nego", "is not a price"],
  ["price", "-185000000", "is not a price"],
  ["price", "1.85.000", "is not a price"],
  ["price", "185M", "is not a price"],
  ["price", "185", "too little for a car"],
  ["price", "1.250 jt", "may mean Rp 1.250.000.000 or Rp 1.250.000"],
  ["price", "9999 miliar", "is more than Rp 1.000.000.000.000"],
  ["mileage", "64.2", "is not a whole number of kilometres"],
  ["mileage", "40.000-50.000", "is not a whole number of kilometres"],
  ["mileage", "£145", "is not a whole number of kilometres"],
  ["mileage", "9000000", "is more than 2000000 km"],
  ["engineCc", "£145", "is neither litres"],
  ["engineCc", "31", "is neither litres"],
  ["year", "206O", "is not a year of four digits"],
  ["year", "1899", "is earlier than 1900"],
  ["year", "2028", "is later than next year, 2027"],
  ["year", "", "is missing"],
  ["brand", "n/a", "is missing"],
  ["transmission", "31", "is not known; use manual"],
  ["fuel", "37", "is not known; use petrol (bensin)"],
  ["annualTaxUntil", "09/30/2027", "is not a date"],
  ["annualTaxUntil", "31/02/2027", "is a day that does not exist"],
  ["stnkUntil", "ada", "is not a date"],
  ["stnkUntil", "01/01/1949", "is not a date"],
  ["brand", "#REF!", "is an error of the spreadsheet"],
  ["ownerNumber", "0", "is not the number of an owner"],
  ["brand", "B".repeat(61), "must be at most 60 characters"],
  ["model", "C\u0000Class", "contains a NUL character"],
  ["photos", "javascript:alert(1)", "must be an http(s) address"],
  ["plate", "???1", "is not an Indonesian plate"],
];

test.each(REFUSED)("%s %p is refused with its reason", (field, text, reason) => {
  const result = read(field, text);
  expect(result).toBeInstanceOf(Misread);
  expect((result as Misread).message).toContain(reason);
});

test.each(["", "n/a", "N/A", "-", "?", "Unknown"])("%p is unknown, not zero", (text) => {
  for (const field of ["mileage", "price", "engineCc", "color", "fuel"] as const) {
    expect(read(field, text)).toBeNull();
  }
});

test("a foreign price without a rate is not taken for rupiah", () => {
  for (const [text, currency] of [
    ["US$ 30,000", "USD"],
    ["€30.495,50", "EUR"],
    ["RM 100,000", "MYR"],
    ["30000 SGD", "SGD"],
  ] as const) {
    expect(read("price", text)).toEqual(new Unconverted(currency));
  }
});

test.each([
  ["Merk", "brand"],
  ["HARGA_CASH", "price"],
  ["Harga (Rp)", "price"],
  ["Harga Kredit", "creditPrice"],
  ["modal", "cost"],
  ["Bahan  Bakar", "fuel"],
  ["Nomor-Rangka", "vin"],
  ["no. polisi", "plate"],
  ["Pajak sampai", "annualTaxUntil"],
  ["tangan ke", "ownerNumber"],
  ["engine_cc", "engineCc"],
  ["Colour", "color"],
  ["kode unit", "displayCode"],
  ["image urls", "photos"],
  ["Harga Jual (Rp)", "price"],
  ["Pajak s/d", "annualTaxUntil"],
  ["No. Pol", "plate"],
  ["Jarak Tempuh (KM)", "mileage"],
  ["harga (juta)", undefined],
  ["mileage2", undefined],
] as const)("the column %p holds %p", (name, field) => {
  expect(fieldOf(name)).toBe(field);
});
