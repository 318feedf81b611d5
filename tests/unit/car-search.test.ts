/** What a search finds: over queries as buyers type them, and for each kind of words. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { searchStock } from "../../src/domain/cars/stock/search/search-stock.ts";
import type { Understood } from "../../src/domain/cars/stock/search/understood.ts";
import { hasSharedFiles, sharedFile } from "../import/dealership.ts";
import { BLIND } from "../search/blind.ts";
import { HELD_OUT } from "../search/held-out.ts";
import { QUERIES_ID } from "../search/queries-id.ts";
import { QUERIES_UK } from "../search/queries-uk.ts";
import type { Car, Query } from "../search/query.ts";
import { type StockRow, stockOf } from "../search/stock-columns.ts";
import { indonesianStock, sharedStock } from "../search/stocks.ts";

const NOTHING = { variant: "", color: "", location: "", bodyType: "" };
const shared = hasSharedFiles ? await sharedStock(sharedFile("listings-60k.csv.gz")) : [];
const rows = {
  id: indonesianStock() as Car[],
  uk: shared.map((row) => ({ ...NOTHING, ...row })) as Car[],
};
const stocks = { id: stockOf(rows.id), uk: stockOf(rows.uk) };

/** Of the best five, or of as many as are meant where they are fewer, the share that is meant. */
function precisionOf([stock, text, isMeant]: Query) {
  const meant = rows[stock].filter(isMeant).length;
  if (meant === 0) throw new Error(`no car is meant by "${text}"`);
  const most = Math.min(5, meant);
  const { places, understood } = searchStock(text, stocks[stock]);
  const right = places.slice(0, most).filter((place) => isMeant(rows[stock][place] as Car));
  return { stock, text, precision: right.length / most, understood };
}

function measure(name: string, queries: Query[]): number {
  const asked = queries.filter(([stock]) => stock === "id" || hasSharedFiles);
  const answers = asked.map(precisionOf);
  const mean = answers.reduce((sum, { precision }) => sum + precision, 0) / answers.length;
  console.log(`${answers.length} queries ${name}: precision@5 ${mean.toFixed(3)}`);
  const worst = answers
    .filter(({ precision }) => precision < 1)
    .sort((one, other) => one.precision - other.precision);
  for (const { stock, text, precision, understood } of worst.slice(0, 10)) {
    console.log(`  ${precision.toFixed(1)} ${stock}: ${text} ${JSON.stringify(understood)}`);
  }
  return mean;
}

describe("over queries of buyers, precision@5 is at least 0.9", () => {
  const queries = [...QUERIES_ID, ...QUERIES_UK];
  test.each([
    ["that the rules were made with", queries],
    ["that were held out", HELD_OUT],
    ["that were written without sight of any run", BLIND],
  ])(
    "%s",
    (name, part) => {
      expect(measure(name, part)).toBeGreaterThanOrEqual(0.9);
    },
    60_000,
  );

  test("there are 220 of them at least, and 60 held out", () => {
    const texts = [...queries, ...HELD_OUT, ...BLIND].map(([stock, text]) => `${stock} ${text}`);
    expect(new Set(texts).size).toBe(texts.length);
    expect(queries.length).toBeGreaterThanOrEqual(220);
    expect(HELD_OUT.length).toBeGreaterThanOrEqual(60);
  });
});

const AVANZA: StockRow = {
  ...{ brand: "Toyota", model: "Avanza", variant: "1.3 G", year: 2019, price: 165e6 },
  ...{ mileage: 60_000, transmission: "automatic", fuel: "petrol", bodyType: "mpv" },
  ...{ color: "Putih", location: "Bandung" },
};
const MANY: StockRow[] = Array.from({ length: 6 }, () => AVANZA);

describe("what is understood", () => {
  const understood = (text: string, more: StockRow[] = []) =>
    searchStock(text, stockOf([...MANY, ...rows.id, ...more])).understood;

  test.each<[string, Understood]>([
    ["dibawah 200jt", { priceMax: 200e6 }],
    ["di bawah Rp 185.000.000", { priceMax: 185e6 }],
    ["< 1,2M", { priceMax: 1_200e6 }],
    ["max 1.2 miliar", { priceMax: 1_200e6 }],
    ["150-200jt", { priceMin: 150e6, priceMax: 200e6 }],
    ["150 juta s/d 200 juta", { priceMin: 150e6, priceMax: 200e6 }],
    ["800jt sampai 1,2M", { priceMin: 800e6, priceMax: 1_200e6 }],
    ["sekitar 150jt", { priceMin: 135e6, priceMax: 165e6 }],
    ["budget 200", { priceMax: 200e6 }],
    ["mulai 150 juta", { priceMin: 150e6 }],
    ["2015 - 2018", { yearMin: 2015, yearMax: 2018 }],
    ["2017 ke atas", { yearMin: 2017 }],
    ["2017+", { yearMin: 2017 }],
    ["di bawah 2015", { yearMax: 2014 }],
    ["minimal tahun 2018", { yearMin: 2018 }],
    ["th 19", { yearMin: 2019, yearMax: 2019 }],
    ["km dibawah 50rb", { mileageMax: 50_000 }],
    ["kilometer < 40.000", { mileageMax: 40_000 }],
    ["km rendah", { mileageMax: 50_000, order: "mileage" }],
    ["solar", { fuel: ["diesel"] }],
    ["listrik", { fuel: ["electric"] }],
    ["m/t", { transmission: ["manual"] }],
    ["CVT", { transmission: ["cvt"] }],
    ["mobil keluarga", { bodyType: ["mpv"] }],
    ["pick up", { bodyType: ["pickup"] }],
    ["abu2", { color: ["grey"] }],
    ["mercy", { brand: ["Mercedes-Benz"] }],
    ["bandung", { words: ["bandung"] }],
    ["avansa", { model: ["Avanza"], corrected: [{ from: "avansa", to: "avanza" }] }],
    ["constructor", { words: ["constructor"] }],
    ["__proto__", { words: ["proto"] }],
    ["", {}],
  ])("%s", (text, expected) => {
    expect(understood(text)).toEqual(expected);
  });
});

describe("what is found", () => {
  const found = (text: string, stock = stocks.id) => searchStock(text, stock).places;

  test("nothing where no word is understood", () => {
    for (const text of ["", "  ", "xqzw", "asdf 🚗 qwer", "\u0000", "؟", "%_\\"]) {
      expect([text, found(text).length]).toEqual([text, 0]);
    }
  });

  test("everything, the newest first, where nothing is asked of a car", () => {
    expect([...found("mobil bekas").slice(0, 3)]).toEqual(
      [0, 1, 2].map((n) => rows.id.length - 1 - n),
    );
    expect(found("mobil bekas")).toHaveLength(rows.id.length);
  });

  test("what fits, alone where it is enough, and else before what misses the least", () => {
    const other = (more: Partial<StockRow>): StockRow => ({ ...AVANZA, ...more });
    const near = [other({ color: "Hitam" }), other({ year: 2020 }), other({ price: 205e6 })];
    const far = [other({ brand: "Honda", model: "Jazz" }), other({ price: 400e6 })];
    const text = "avanza putih 2019 dibawah 190jt";
    expect([...found(text, stockOf([...MANY, ...near, ...far]))]).toEqual([5, 4, 3, 2, 1, 0]);
    // The places: 0 black, 1 a year off, 2 too dear by a tenth, 3 a Jazz, 4 too dear by far, 5 fits.
    expect([...found(text, stockOf([...near, ...far, AVANZA]))]).toEqual([5, 0, 1, 2, 4]);
  });

  test("cars that are not published do not count as enough, but are found", () => {
    const sold = MANY.map((row) => ({ ...row, status: "sold" }));
    const stock = stockOf([...sold, { ...AVANZA, color: "Hitam" }]);
    expect([...found("avanza putih", stock)]).toEqual([5, 4, 3, 2, 1, 0, 6]);
  });

  test("a car by its code alone", () => {
    const stock = stockOf([...MANY, { ...AVANZA, displayCode: "STK 77-B" }]);
    for (const text of ["STK 77-B", "stk77b", "ready stk-77b kak?"]) {
      expect([...found(text, stock)]).toEqual([6]);
    }
  });

  test("what the loader writes, at once", () => {
    const stock = stockOf([...MANY, { ...AVANZA, displayCode: "OLD-1" }]);
    expect(found("jazz", stock)).toHaveLength(0);
    const jazz = { ...AVANZA, brand: "Honda", model: "Jazz", displayCode: "NEW-1" };
    stock.write(jazz, 6);
    stock.write({ ...jazz, listedAt: 0 });
    expect([...found("jazz", stock)]).toEqual([6, 7]);
    expect([...found("new-1", stock)]).toEqual([7]);
    expect(found("old-1", stock)).toHaveLength(0);
    stock.write(null, 6);
    expect([...found("jazz", stock)]).toEqual([7]);
    expect([...found("mobil", stock)]).toEqual([5, 4, 3, 2, 1, 0, 7]);
  });

  test("the cheapest, the least driven and the latest first, where that is asked", () => {
    const of = (text: string) => [...found(text)].map((place) => rows.id[place] as Car);
    for (const [text, key] of [
      ["avanza termurah", (car: Car) => car.price],
      ["avanza km rendah", (car: Car) => car.mileage],
      ["avanza terbaru", (car: Car) => -car.year],
    ] as const) {
      const keys = of(text).filter(
        ({ mileage }) => text !== "avanza km rendah" || mileage <= 50_000,
      );
      expect(keys.map(key)).toEqual(keys.map(key).sort((one, other) => one - other));
      expect(keys.length).toBeGreaterThan(1);
    }
  });

  test("the same for the same words, whatever they are", () => {
    const words = ["avanza", "matic", "putih", "2019", "dibawah", "-", "200jt", "7", "seater", "<"];
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.array(fc.constantFrom(...words), { maxLength: 14 }).map((list) => list.join(" ")),
    );
    const again = stockOf(rows.id);
    fc.assert(
      fc.property(text, (q) => {
        const { places, understood } = searchStock(q, stocks.id);
        expect(searchStock(q, again)).toEqual({ places, understood });
        expect(new Set(places).size).toBe(places.length);
        expect(JSON.parse(JSON.stringify(understood))).toEqual(understood);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
