/** What is suggested while a buyer types. */
import { expect, test } from "bun:test";
import { searchStock } from "../../src/domain/cars/stock/search/search-stock.ts";
import { suggestCars } from "../../src/domain/cars/stock/search/suggest-cars.ts";
import { stockOf } from "../search/stock-columns.ts";
import { indonesianStock } from "../search/stocks.ts";

const rows = indonesianStock();
const stock = stockOf(rows);
const texts = (q: string, limit = 3) => suggestCars(q, stock, limit).map(({ text }) => text);
const count = (model: string) => rows.filter((row) => row.model === model).length;

test("a model with the number of its cars on offer", () => {
  expect(suggestCars("av", stock, 8)).toEqual([
    {
      ...{ kind: "model", text: "Toyota Avanza", count: count("Avanza") },
      query: { brand: "Toyota", model: "Avanza" },
    },
  ]);
});

test.each([
  ["toy", "Toyota"],
  ["avansa", "Toyota Avanza"],
  ["mercy", "Mercedes-Benz"],
  ["honda ja", "Honda Jazz"],
  ["hrv", "Honda HR-V"],
  ["fortunner", "Toyota Fortuner"],
  ["grand liv", "Nissan Grand Livina"],
  ["car-0001", "CAR-0001 2014 Toyota Avanza"],
])("%s: %s first", (q, first) => {
  expect(texts(q)[0]).toBe(first);
});

test("variants behind their model's name", () => {
  expect(texts("avanza v")).toEqual(["Toyota Avanza 1.5 Veloz AT", "Toyota Avanza 1.5 Veloz MT"]);
});

test("nothing for what nothing is like", () => {
  for (const q of ["", " ", "zzzzqq", "🚗", "%", "constructor"])
    expect([q, texts(q)]).toEqual([q, []]);
});

test("no more than asked for, and nothing that is not on offer", () => {
  expect(texts("a", 2)).toHaveLength(2);
  const sold = stockOf([
    { brand: "Kia", model: "Rio", year: 2018, displayCode: "KR-1", status: "sold" },
  ]);
  for (const q of ["kia", "rio", "kr-1"]) expect(suggestCars(q, sold, 8)).toEqual([]);
});

test("a car's query finds that car", () => {
  const [found] = suggestCars("car-0063", stock, 1);
  const { places } = searchStock(found?.query.q ?? "", stock);
  expect([...places].map((place) => rows[place]?.displayCode)).toEqual(["CAR-0063"]);
});
