import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { createTestApp } from "../support/test-app.ts";
import {
  connectOwner,
  DIRTY,
  explained,
  hasSharedFiles,
  onDisk,
  openImportDatabase,
  openStockedDealership,
  sharedFile,
} from "./dealership.ts";

const app = createTestApp();
const database = openImportDatabase();
let owner: pg.Client;
beforeAll(async () => {
  owner = await connectOwner();
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await app.close();
});
const open = () => openStockedDealership(app, database, owner);

describe.skipIf(!hasSharedFiles)("the shared files", () => {
  test("indonesia-sample.csv: all 24 listings", async () => {
    const dealership = await open();
    const outcome = await dealership.import(onDisk(sharedFile("indonesia-sample.csv")));
    expect(outcome).toMatchObject({ created: 24, drafts: 0, rejections: [], warnings: [] });
    const cars = await dealership.cars();
    expect(cars[0]).toMatchObject({
      ...{ brand: "Toyota", model: "Alphard", variant: "2.5 Hybrid Executive Lounge", year: 2017 },
      ...{ price_idr: 725_000_000, fuel: "hybrid", color: "Putih", mileage_km: 72_000 },
      ...{ annual_tax_until: "2027-09-30", location: "Jakarta Utara", status: "available" },
      slug: "toyota-alphard-2-5-hybrid-executive-lounge-2017",
    });
    expect(cars[21]).toMatchObject({ model: "Terios", color: null, annual_tax_until: null });
  });

  test("dirty-cclass.csv: the good rows, and every other one explained by its line", async () => {
    const dealership = await open();
    const file = onDisk(sharedFile("dirty-cclass.csv"));
    const outcome = await dealership.import(file, { ...DIRTY, rates: { GBP: 20_500 } });
    expect(outcome).toMatchObject({ created: 3_904, drafts: 0, updated: 0, warnings: [] });
    const blank = outcome.rejections.filter(({ isBlank }) => isBlank);
    expect(blank).toHaveLength(99);
    expect(blank.slice(0, 3).map(({ line }) => line)).toEqual([22, 23, 24]);
    expect(explained(outcome.rejections.filter(({ isBlank }) => !isBlank))).toEqual([
      "58: year: is missing",
      "2952: year: is missing",
      "3544: year: is missing",
    ]);
    const cars = await dealership.cars();
    const byLine = (line: number) =>
      cars.find((car) => String(car["import_key"]).endsWith(`:${line}`));
    // Shifted: mileage in mileage2, fuel in "fuel type", the engine in "engine size".
    expect(byLine(2)).toMatchObject({
      ...{ brand: "Mercedes-Benz", model: "C Class", year: 2020, price_idr: 625_147_500 },
      ...{ mileage_km: 1_200, fuel: "diesel", engine_cc: 2_000, transmission: "automatic" },
    });
    // In order: mileage2 holds miles a gallon and "engine size" a road tax of £125.
    expect(byLine(18)).toMatchObject({ mileage_km: 32_506, fuel: "diesel", engine_cc: 2_100 });
    expect(byLine(3_717)).toMatchObject({ mileage_km: 110_461, engine_cc: 2_148 });
    expect(byLine(3_924)).toMatchObject({ mileage_km: null, engine_cc: 2_000 });
    expect(byLine(3_433)).toMatchObject({ mileage_km: 57_062, engine_cc: null });
    expect(byLine(3_921)).toMatchObject({ transmission: "other" });
  }, 60_000);

  test("dirty-cclass.csv without a rate: drafts without a price, each with a warning", async () => {
    const dealership = await open();
    const file = onDisk(sharedFile("dirty-cclass.csv"));
    const outcome = await dealership.import(file, DIRTY);
    expect(outcome).toMatchObject({ created: 3_904, drafts: 3_904 });
    expect(outcome.warnings).toHaveLength(3_904);
    const { rows } = await owner.query(
      "SELECT status, count(price_idr)::int AS priced, count(*)::int AS cars FROM cars WHERE tenant_id = $1 GROUP BY 1",
      [dealership.tenant.id],
    );
    expect(rows).toEqual([{ status: "draft", priced: 0, cars: 3_904 }]);
  }, 60_000);

  test("listings-60k.csv.gz: all 60,000 rows, and nothing more the second time", async () => {
    const dealership = await open();
    const file = onDisk(sharedFile("listings-60k.csv.gz"));
    expect(await dealership.import(file)).toMatchObject({
      ...{ created: 60_000, drafts: 0, rejections: [], warnings: [] },
    });
    const stock = async () =>
      (
        await owner.query(
          `SELECT count(*)::int AS cars, count(DISTINCT slug)::int AS slugs, count(DISTINCT display_code)::int AS codes,
             count(*) FILTER (WHERE engine_cc IS NULL)::int AS "unknownEngines", max(version) AS version, max(updated_at) AS updated
           FROM cars WHERE tenant_id = $1`,
          [dealership.tenant.id],
        )
      ).rows[0];
    const first = [await stock(), await dealership.catalogueVersion()];
    expect(first[0]).toMatchObject({
      ...{ cars: 60_000, slugs: 60_000, codes: 60_000, unknownEngines: 151, version: 1 },
    });
    expect(await dealership.import(file)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 60_000,
    });
    expect([await stock(), await dealership.catalogueVersion()]).toEqual(first);
  }, 120_000);
});
