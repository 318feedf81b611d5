/** What a search and its suggestions tell of a stock: nothing that only drafts hold. */
import { expect, test } from "bun:test";
import { searchStock } from "../../src/domain/cars/stock/search/search-stock.ts";
import { suggestCars } from "../../src/domain/cars/stock/search/suggest-cars.ts";
import { type StockRow, stockOf } from "../search/stock-columns.ts";

const AVANZA: StockRow = { brand: "Toyota", model: "Avanza", year: 2019, variant: "1.3 G" };
const SECRET: StockRow = {
  ...{ brand: "Zarkovia", model: "Plimsoll", variant: "Quadrille", year: 2021 },
  ...{ location: "Wamena", displayCode: "SEC-0042", status: "draft" },
};
const QUERIES = {
  ...{ brand: "zarkovia", model: "plimsoll", variant: "quadrille", place: "wamena" },
  ...{ code: "SEC-0042", misspeltBrand: "zarkovja", misspeltModel: "plimsol" },
  ...{ misspeltVariant: "quadrile", misspeltPlace: "wamenaa", glued: "avanzaplimsoll" },
};
const tellsOf = (stock: ReturnType<typeof stockOf>) =>
  Object.values(QUERIES).map((q) => [
    searchStock(q, stock).understood,
    suggestCars(q, stock, 8).map(({ text }) => text),
  ]);

const published = { ...SECRET, status: "available" };
const without = () => stockOf([AVANZA, AVANZA]);
const withDraft = () => stockOf([AVANZA, SECRET]);

test("a draft's names and code are as unknown as if it were not there", () => {
  expect(tellsOf(withDraft())).toEqual(tellsOf(without()));
  expect(searchStock("zarkovia", withDraft()).understood).toEqual({ words: ["zarkovia"] });
});

test("a car that is published tells them at once, and no more when it is a draft again", () => {
  const stock = withDraft();
  tellsOf(stock);
  stock.write(published, 1);
  expect(tellsOf(stock)).toEqual(tellsOf(stockOf([AVANZA, published])));
  expect(searchStock("zarkovja", stock).understood.corrected).toEqual([
    { from: "zarkovja", to: "zarkovia" },
  ]);
  expect([...searchStock("sec-0042", stock).places]).toEqual([1]);
  stock.write(SECRET, 1);
  expect(tellsOf(stock)).toEqual(tellsOf(without()));
  stock.write(published, 1);
  stock.write(null, 1);
  expect(tellsOf(stock)).toEqual(tellsOf(without()));
});

test("a sold car's names are understood", () => {
  const { understood } = searchStock("zarkovia", stockOf([AVANZA, { ...SECRET, status: "sold" }]));
  expect(understood).toEqual({ brand: ["Zarkovia"] });
});

test("words that a published car shares with a draft stay", () => {
  const stock = stockOf([AVANZA, { ...AVANZA, status: "draft" }]);
  expect(searchStock("avansa", stock).understood.model).toEqual(["Avanza"]);
});

test("of two cars whose codes read alike, the one on offer is found", () => {
  const stock = stockOf([
    { ...AVANZA, displayCode: "STK-77" },
    { ...AVANZA, displayCode: "STK77" },
  ]);
  expect([...searchStock("stk77", stock).places]).toEqual([1]);
  stock.write({ ...AVANZA, displayCode: "STK77", status: "draft" }, 1);
  expect([...searchStock("stk77", stock).places]).toEqual([0]);
  stock.write({ ...AVANZA, displayCode: "NEW-1" }, 0);
  expect(searchStock("stk77", stock).understood.words).not.toContain("STK-77");
});
