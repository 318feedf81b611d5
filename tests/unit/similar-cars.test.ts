/** Which cars are most like one, over columns made by hand. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { priceLikeness, yearLikeness } from "../../src/domain/cars/likeness.ts";
import { similarTo } from "../../src/domain/cars/similar-cars.ts";
import { GONE, type NameColumn, type StockColumns } from "../../src/domain/cars/stock/columns.ts";
import { STATUSES } from "../../src/domain/cars/vocabulary.ts";

interface Car {
  status: (typeof STATUSES)[number] | "gone";
  brand: string;
  model: string;
  year: number;
  /** Millions; -1 is unknown. */
  price: number;
  /** 0 is unknown. */
  body: number;
  transmission: number;
  listed: number;
}

function nameColumn(words: string[]): NameColumn {
  const names = [...new Set(words)];
  return { codes: Uint32Array.from(words, (word) => names.indexOf(word)), names };
}

function columnsOf(cars: Car[]): StockColumns {
  const unnamed = nameColumn(cars.map(() => ""));
  const none = new Uint8Array(cars.length);
  return {
    ...{ version: 1, epoch: 1, changedAt: new Uint32Array(cars.length), size: cars.length },
    id: (place) => `00000000-0000-7000-8000-${String(place).padStart(12, "0")}`,
    status: Uint8Array.from(cars, ({ status }) =>
      status === "gone" ? GONE : STATUSES.indexOf(status),
    ),
    listedAt: Float64Array.from(cars, ({ listed }) => listed),
    price: Float64Array.from(cars, ({ price }) => (price < 0 ? -1 : price * 1_000_000)),
    mileage: new Int32Array(cars.length).fill(-1),
    year: Uint16Array.from(cars, ({ year }) => year),
    transmission: Uint8Array.from(cars, ({ transmission }) => transmission),
    fuel: none,
    bodyType: Uint8Array.from(cars, ({ body }) => body),
    brand: nameColumn(cars.map(({ brand }) => brand)),
    model: nameColumn(cars.map(({ model }) => model)),
    ...{ variant: unnamed, color: unnamed, location: unnamed },
    displayCode: cars.map((_, place) => `CAR-${place}`),
  };
}

const AVANZA: Car = {
  ...{ status: "available", brand: "Toyota", model: "Avanza", year: 2019, price: 155 },
  ...{ body: 4, transmission: 1, listed: 0 },
};
const similar = (cars: Partial<Car>[], limit = 12) =>
  similarTo(0, columnsOf(cars.map((car, listed) => ({ ...AVANZA, listed, ...car }))), limit);

describe("the cars most like one", () => {
  test("are those on offer, never itself, a draft, a sold one or one that is gone", () => {
    const statuses = ["available", "draft", "sold", "gone", "booking", "available"] as const;
    expect(similar(statuses.map((status) => ({ status })))).toEqual([5, 4]);
  });

  test("share the model, then the brand with the body, then the body", () => {
    const cars = [
      {},
      { brand: "Honda", model: "Brio", body: 1 },
      { brand: "Suzuki", model: "Ertiga" },
      { model: "Calya" },
      { model: "Agya", body: 1 },
      {},
    ];
    expect(similar(cars)).toEqual([5, 3, 4, 2, 1]);
  });

  test("do not share the model of another brand", () => {
    const cars = [{}, { brand: "Honda" }, { brand: "Toyota", model: "Calya" }];
    expect(similar(cars)).toEqual([2, 1]);
  });

  test("are near in price by ratio, then in year, then in transmission", () => {
    expect(similar([{}, { price: 300 }, { price: 120 }, { price: 180 }])).toEqual([3, 2, 1]);
    expect(similar([{}, { year: 2012 }, { year: 2018 }, { year: 2020 }])).toEqual([3, 2, 1]);
    expect(similar([{}, { transmission: 2 }, {}, { transmission: 0 }])).toEqual([2, 3, 1]);
  });

  test("are the same whatever a sold car cost", () => {
    const others = [{ price: 100 }, { price: 150 }, { price: 200 }];
    const beside = (price: number) => similar([{ status: "sold", price }, ...others]);
    expect(beside(100)).toEqual(beside(200));
  });

  test("are as many as there are, up to the limit", () => {
    expect(similar([{}])).toEqual([]);
    expect(similar([{}, {}, {}, {}], 2)).toEqual([3, 2]);
  });

  test("are those that sorting the whole stock would put first", () => {
    const car = fc.record({
      status: fc.constantFrom<Car["status"]>("draft", "available", "booking", "sold", "gone"),
      brand: fc.constantFrom("Toyota", "Honda", "BYD"),
      model: fc.constantFrom("A", "B"),
      year: fc.integer({ min: 2005, max: 2026 }),
      price: fc.constantFrom(-1, 50, 90, 100, 140, 200, 450),
      body: fc.integer({ min: 0, max: 3 }),
      transmission: fc.integer({ min: 0, max: 2 }),
      listed: fc.integer({ min: 0, max: 1e9 }),
    });
    const property = fc.property(
      fc.uniqueArray(car, { minLength: 1, maxLength: 60, selector: ({ listed }) => listed }),
      fc.integer({ min: 1, max: 12 }),
      (cars, limit) => {
        const own = cars[0] ?? AVANZA;
        const points = (other: Car) =>
          (own.brand === other.brand ? 3 + (own.model === other.model ? 4 : 0) : 0) +
          (own.body && own.body === other.body ? 2 : 0) +
          (own.transmission && own.transmission === other.transmission ? 0.5 : 0) +
          yearLikeness(own.year, other.year) +
          (own.status === "sold" ? 0 : priceLikeness(own.price, other.price));
        const expected = cars
          .map((other, place) => ({ place, points: points(other), ...other }))
          .filter(({ place, status }) => place > 0 && ["available", "booking"].includes(status))
          .sort((a, b) => b.points - a.points || b.listed - a.listed);
        const found = similarTo(0, columnsOf(cars), limit);
        const pointsOf = (place: number) => points(cars[place] ?? AVANZA).toFixed(9);
        expect(found.map(pointsOf)).toEqual(
          expected.slice(0, limit).map(({ place }) => pointsOf(place)),
        );
      },
    );
    fc.assert(property, { numRuns: 300 });
  });
});

test("prices are alike by their ratio, and unknown ones not at all", () => {
  expect(priceLikeness(100, 100)).toBe(3);
  expect(priceLikeness(100, 200)).toBe(0);
  expect(priceLikeness(200, 100)).toBe(0);
  expect(priceLikeness(100, 141.42)).toBeCloseTo(1.5, 3);
  expect(priceLikeness(-1, 100)).toBe(0);
});
