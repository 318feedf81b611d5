/** What the index and the suggestions cost as stocks grow: by the share, not by the square. */
import { expect, test } from "bun:test";
import { searchStock } from "../../src/domain/cars/stock/search/search-stock.ts";
import { suggestCars } from "../../src/domain/cars/stock/search/suggest-cars.ts";
import { bytesOf, emptyStock } from "../../src/domain/cars/stock/stock.ts";
import { type StockRow, stockOf } from "../search/stock-columns.ts";

const stockOfSize = (cars: number, row: (n: number) => Partial<StockRow>) =>
  stockOf(
    Array.from({ length: cars }, (_, n) => ({
      ...{ brand: "Toyota", model: "Avanza", year: 2019, ...row(n) },
    })),
  );

/** Milliseconds of the fastest of some runs. */
function fastest(runs: number, run: (n: number) => unknown): number {
  const times = Array.from({ length: runs }, (_, n) => {
    const start = performance.now();
    run(n);
    return performance.now() - start;
  });
  return Math.min(...times);
}

test("models that share a word cost nearly as much to index as models that do not", () => {
  const index = (rowOf: (n: number) => Partial<StockRow>) => {
    const stocks = [0, 1, 2].map(() => stockOfSize(12_000, rowOf));
    return fastest(3, (n) => searchStock("avanza", stocks[n] as (typeof stocks)[0]));
  };
  const alone = index((n) => ({ brand: `Maker${n} lot${n}`, model: `Avanza${n} lot${n}` }));
  const shared = index((n) => ({ brand: `Maker lot${n}`, model: `Avanza lot${n}` }));
  expect(shared / alone).toBeLessThan(5);
}, 60_000);

test("variants are looked through once, however many models share the words", () => {
  const words = ["a", "b", "c", "d", "e", "m"];
  const stock = (models: number) =>
    stockOfSize(20_000, (n) => ({
      model: `Model ${n % models}`,
      variant: `a${n} bx cx dx ex mx`,
    }));
  const [few, many] = [stock(10), stock(1_000)];
  const q = `toyota ${words.join(" ")}`;
  const time = (of: typeof few) => fastest(4, () => suggestCars(q, of, 8));
  expect(suggestCars(q, few, 8)).toHaveLength(8);
  time(many);
  expect(time(many) / time(few)).toBeLessThan(8);
}, 60_000);

test("of many variants that are meant, those of the most cars come first, then by name", () => {
  const stock = stockOfSize(300, (n) => ({ variant: `m${String(n % 200).padStart(3, "0")}` }));
  const texts = suggestCars("avanza m", stock, 102).map(({ text }) => text.slice(-3));
  expect(texts).toEqual(Array.from({ length: 102 }, (_, n) => String(n).padStart(3, "0")));
  expect(suggestCars("avanza m", stock, 1)[0]?.count).toBe(2);
});

test("a stock's size counts the index that searches it, by cars and names", () => {
  const stock = emptyStock();
  const empty = bytesOf(stock);
  stock.size = 1_000;
  expect(bytesOf(stock) - empty).toBeGreaterThan(1_000 * 200);
  const cars = bytesOf(stock);
  for (let n = 0; n < 1_000; n += 1) stock.variant.names.push(`V${n}`);
  expect(bytesOf(stock) - cars).toBeGreaterThan(1_000 * 1_000);
});
