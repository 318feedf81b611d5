/** What a search finds: over queries as buyers type them, and over each kind of words. */
import { describe, expect, test } from "bun:test";
import { searchStock } from "../../src/domain/cars/stock/search/search-stock.ts";
import { hasSharedFiles, sharedFile } from "../import/dealership.ts";
import { HELD_OUT } from "../search/held-out.ts";
import { QUERIES_ID } from "../search/queries-id.ts";
import { QUERIES_UK } from "../search/queries-uk.ts";
import type { Car, Query } from "../search/query.ts";
import { stockOf } from "../search/stock-columns.ts";
import { indonesianStock, sharedStock } from "../search/stocks.ts";

const rows = {
  id: indonesianStock() as Car[],
  uk: (hasSharedFiles ? await sharedStock(sharedFile("listings-60k.csv.gz")) : []) as Car[],
};
for (const row of rows.uk)
  Object.assign(row, { variant: "", color: "", location: "", bodyType: "" });
const stocks = { id: stockOf(rows.id), uk: stockOf(rows.uk) };
const asked = (queries: Query[]) => queries.filter(([stock]) => stock === "id" || hasSharedFiles);

/** Of the best five, or of as many as are meant where they are fewer, the share that is meant. */
function precisionOf([stock, text, isMeant]: Query) {
  const most = Math.min(5, rows[stock].filter(isMeant).length);
  const { places, understood } = searchStock(text, stocks[stock]);
  const first = [...places.slice(0, most)].map((place) => rows[stock][place] as Car);
  return { stock, text, most, precision: first.filter(isMeant).length / most, first, understood };
}

function measure(name: string, queries: Query[]): number {
  const answers = asked(queries).map(precisionOf);
  expect(answers.filter(({ most }) => most === 0).map(({ text }) => text)).toEqual([]);
  const mean = answers.reduce((sum, { precision }) => sum + precision, 0) / answers.length;
  console.log(`${answers.length} queries ${name}: precision@5 ${mean.toFixed(3)}`);
  for (const { stock, text, precision, first, understood } of answers
    .filter((answer) => answer.precision < 1)
    .sort((one, other) => one.precision - other.precision)
    .slice(0, process.env["WORST"] ? 99 : 5)) {
    const shown = first.slice(0, process.env["WORST"] ? 2 : 0).map((car) => JSON.stringify(car));
    console.log(
      [`  ${precision.toFixed(1)} ${stock}: ${text} ${JSON.stringify(understood)}`, ...shown].join(
        "\n      ",
      ),
    );
  }
  return mean;
}

describe("over queries of buyers, precision@5 is at least 0.9", () => {
  test("of those that the rules were made with", () => {
    const queries = [...QUERIES_ID, ...QUERIES_UK];
    expect(new Set(queries.map(([stock, text]) => `${stock} ${text}`)).size).toBe(queries.length);
    expect(queries.length).toBeGreaterThanOrEqual(220);
    expect(measure("that the rules were made with", queries)).toBeGreaterThanOrEqual(0.9);
  }, 60_000);
});

test("held out", () => {
  measure("held out", HELD_OUT);
}, 60_000);
