/** Stocks of all that a listing may meet: equal keys, unknown values, names in any case. */
import fc from "fast-check";
import type pg from "pg";

export interface RandomCar {
  id: string;
  brand: string;
  model: string;
  variant: string | null;
  year: number;
  price_idr: number | null;
  transmission: string | null;
  fuel: string | null;
  body_type: string | null;
  color: string | null;
  mileage_km: number | null;
  location: string | null;
  status: string;
  listed_at: string;
}

export const BRANDS = ["Toyota", "TOYOTA", "toyota", "Honda", "BMW", "Kia, Indonesia", "É-Car"];
export const MODELS = ["Avanza", "avanza", "Brio", "X1", "Calya 1.2"];
export const COLORS = ["Putih", "putih", "Hitam, Metalik", "Merah"];
export const LOCATIONS = ["Jakarta", "Bandung", "JAKARTA"];
const MINUTE = 60_000;
const BEGIN = Date.UTC(2026, 0, 1);

const sometimes = <Value>(values: readonly Value[]) => fc.constantFrom(null, ...values);

/** With ids that are not in the order in which cars come. */
export const randomCar: fc.Arbitrary<RandomCar> = fc
  .record({
    id: fc.uuid(),
    brand: fc.constantFrom(...BRANDS),
    model: fc.constantFrom(...MODELS),
    variant: sometimes(["1.3 G", "Sport"]),
    year: fc.oneof(fc.integer({ min: 2015, max: 2018 }), fc.integer({ min: 1900, max: 2200 })),
    price_idr: fc.oneof(
      fc.constantFrom(1, 150_000_000, 150_000_000, 200_000_000),
      fc.integer({ min: 1, max: 1_000_000_000_000 }),
    ),
    transmission: sometimes(["manual", "automatic", "cvt"]),
    fuel: sometimes(["petrol", "diesel", "electric"]),
    body_type: sometimes(["suv", "mpv"]),
    color: sometimes(COLORS),
    mileage_km: sometimes([0, 10_000, 10_000, 45_000, 2_000_000]),
    location: sometimes(LOCATIONS),
    status: fc.constantFrom("available", "available", "available", "booking", "sold", "draft"),
    listed_at: fc
      .integer({ min: 0, max: 8 })
      .map((n) => new Date(BEGIN + n * MINUTE).toISOString()),
  })
  .chain((car) =>
    car.status === "draft" ? fc.constantFrom(car, { ...car, price_idr: null }) : fc.constant(car),
  );

/** Stores cars of a tenant by one statement, with display codes of their own. */
export async function insertCars(owner: pg.Client, tenantId: string, cars: RandomCar[]) {
  await owner.query(
    `INSERT INTO cars (tenant_id, id, display_code, slug, brand, model, variant, year, price_idr,
       transmission, fuel, body_type, color, mileage_km, location, status, listed_at)
     SELECT $1, id, left(md5(id::text), 13), id::text, brand, model, variant, year, price_idr, transmission,
       fuel, body_type, color, mileage_km, location, status, listed_at
     FROM json_populate_recordset(NULL::cars, $2)`,
    [tenantId, JSON.stringify(cars)],
  );
}

const several = <Value>(values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }).map(String);
const amount = (max: number) => fc.oneof(fc.constantFrom(150_000_000, 10_000), fc.nat(max));

const everyFilter = fc.record({
  brand: fc.oneof(several(BRANDS), fc.constant("nobody")),
  model: several(MODELS),
  color: several(COLORS),
  location: several(LOCATIONS),
  year: several([2015, 2016, 2017, 2018]),
  transmission: several(["manual", "automatic", "dct"]),
  fuel: several(["petrol", "electric"]),
  bodyType: several(["suv", "mpv", "sedan"]),
  yearMin: fc.integer({ min: 2014, max: 2019 }).map(String),
  yearMax: fc.integer({ min: 2014, max: 2019 }).map(String),
  priceMin: amount(400_000_000).map(String),
  priceMax: amount(900_000_000_000).map(String),
  mileageMax: fc.constantFrom("0", "10000", "30000", "2000000"),
});

/** Up to three filters of a public listing, as they stand in its address: more let nothing through. */
export const randomFilters: fc.Arbitrary<Record<string, string>> = everyFilter.chain((filters) =>
  fc
    .subarray(Object.entries(filters), { maxLength: 3 })
    .map((chosen) => Object.fromEntries(chosen)),
);
