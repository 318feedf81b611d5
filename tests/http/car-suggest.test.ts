/** The route of suggestions, over a stock of its own. */
import { expect, test } from "bun:test";
import type { TenantScope } from "../../src/db/index.ts";
import { NewCar } from "../../src/domain/cars/car-input.ts";
import { createRouter } from "../../src/http/openapi.ts";
import { carSuggestions } from "../../src/http/public/suggest.ts";
import type { PublicAnswers } from "../../src/http/public-answers.ts";
import { stockOf } from "../search/stock-columns.ts";
import { indonesianStock } from "../search/stocks.ts";

const stock = stockOf(indonesianStock());
const names: string[] = [];
const answers: PublicAnswers = {
  answer: async (c, name, make) => {
    names.push(name);
    const { body, type } = await make({} as TenantScope);
    return c.body(body, 200, { "Content-Type": type });
  },
};
const app = createRouter().route(
  "/api",
  carSuggestions(answers, async () => stock),
);
const get = (query: string) => app.request(`/api/cars/suggest${query}`);

test("suggestions with what the list of cars is asked for them", async () => {
  const response = await get("?q=grand%20liv&limit=1");
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    data: [
      {
        ...{ kind: "model", text: "Nissan Grand Livina", count: 11 },
        query: { brand: "Nissan", model: "Grand Livina" },
      },
    ],
  });
});

test("one name for words that are typed alike", async () => {
  names.length = 0;
  await get("?q=AVA%20%20n");
  await get("?limit=8&q=%20ava%20N");
  expect(names).toHaveLength(2);
  expect(names[0]).toBe(names[1] as string);
});

test.each([
  ["", "q"],
  ["?q=", "q"],
  [`?q=${"a".repeat(101)}`, "q"],
  ["?q=%00", "q"],
  ["?q=a&limit=0", "limit"],
  ["?q=a&limit=21", "limit"],
  ["?q=a&limit=x", "limit"],
  ["?q=a&page=1", "page"],
])("%s is refused by the field", async (query, path) => {
  const response = await get(query);
  expect(response.status).toBe(400);
  const { errors } = (await response.json()) as { errors: { path: string }[] };
  expect(errors.map((error) => error.path)).toEqual([path]);
});

test("no car is given an address that is none of a car's", () => {
  for (const slug of ["suggest", "compare", "sold"]) {
    const { success } = NewCar.safeParse({ brand: "Kia", model: "Rio", year: 2018, slug });
    expect([slug, success]).toEqual([slug, false]);
  }
  const slug = "suggest-2018";
  expect(NewCar.safeParse({ brand: "Kia", model: "Rio", year: 2018, slug }).success).toBe(true);
});
