import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import type { importStock } from "../../src/domain/cars/import/import-stock.ts";
import { rehearseImport } from "../../src/domain/cars/import/rehearse-import.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  connectOwner,
  explained,
  openImportDatabase,
  openStockedDealership,
  type StockedDealership,
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

const csv = (...lines: string[]) => lines.join("\n");
const counts = ({
  created,
  updated,
  unchanged,
  rejections,
}: Awaited<ReturnType<typeof importStock>>) => ({
  ...{ created, updated, unchanged },
  rejected: rejections.length,
});

const UNNAMED = csv(
  "merek,model,varian,tahun,harga,transmisi,km,cc,fitur,foto,pajak,bebas banjir",
  "Toyota,Avanza,1.3 G,2019,185jt,AT,45.000 km,1.3,Sunroof;Kamera,https://a.test/1.jpg|https://a.test/2.jpg,2027-09,ya",
  "Toyota,Avanza,1.3 G,2019,185jt,AT,45.000 km,1.3,Sunroof;Kamera,https://a.test/1.jpg|https://a.test/2.jpg,2027-09,ya",
  "Honda,Brio,,2018,,MT,0,0,,,,",
);

describe("rows without display code and VIN", () => {
  test("become cars, two equal rows two cars", async () => {
    const dealership = await open();
    const outcome = await dealership.import(UNNAMED);
    expect(counts(outcome)).toEqual({ created: 3, updated: 0, unchanged: 0, rejected: 0 });
    const [first, second, third] = await dealership.cars();
    expect(first).toMatchObject({
      ...{ display_code: "CAR-0001", slug: "toyota-avanza-1-3-g-2019", status: "available" },
      ...{ brand: "Toyota", model: "Avanza", variant: "1.3 G", year: 2019, price_idr: 185_000_000 },
      ...{ transmission: "automatic", mileage_km: 45_000, engine_cc: 1_300, flood_free: true },
      ...{ features: ["Sunroof", "Kamera"], annual_tax_until: "2027-09-30", version: 1 },
      photos: ["https://a.test/1.jpg (primary)", "https://a.test/2.jpg"],
    });
    expect(second).toMatchObject({
      ...{ display_code: "CAR-0002", slug: "toyota-avanza-1-3-g-2019-2", price_idr: 185_000_000 },
    });
    expect(third).toMatchObject({
      ...{ display_code: "CAR-0003", status: "draft", price_idr: null, mileage_km: 0 },
      ...{ engine_cc: null, variant: null, features: [], photos: [] },
    });
    expect(outcome.warnings).toEqual([
      {
        line: 4,
        field: "price",
        value: null,
        message: "is missing, so the car is saved as a draft",
      },
    ]);
  });

  test("change nothing when the same file comes again", async () => {
    const dealership = await open();
    await dealership.import(UNNAMED);
    const before = [await dealership.cars(), await dealership.catalogueVersion()];
    const again = await dealership.import(UNNAMED);
    expect(counts(again)).toEqual({ created: 0, updated: 0, unchanged: 3, rejected: 0 });
    expect([await dealership.cars(), await dealership.catalogueVersion()]).toEqual(before);
    const counter = await owner.query(
      "SELECT last_number FROM stock_counters WHERE tenant_id = $1",
      [dealership.tenant.id],
    );
    expect(counter.rows).toEqual([{ last_number: 3 }]);
  });

  test("keep off the slugs and codes that the stock has", async () => {
    const dealership = await open();
    await dealership.import(csv("kode,merek,model,tahun,harga", "CAR-0002,Honda,Brio,2018,90jt"));
    await dealership.import(
      csv(
        "merek,model,tahun,harga,kode",
        "Honda,Brio,2018,90jt,",
        "Honda,Brio,2018,90jt,CAR-0003",
        "Honda,Brio,2018,90jt,",
      ),
    );
    const cars = await dealership.cars();
    expect(cars.map((car) => `${car["display_code"]} ${car["slug"]}`)).toEqual([
      "CAR-0002 honda-brio-2018",
      "CAR-0001 honda-brio-2018-2",
      "CAR-0003 honda-brio-2018-3",
      "CAR-0004 honda-brio-2018-4",
    ]);
  });
});

describe("a foreign price", () => {
  const content = csv("brand,model,year,price", 'BMW,X1,2019," £30,495"', 'BMW,X3,2019," £20,000"');

  test("makes a draft without a price and says how to convert", async () => {
    const dealership = await open();
    const outcome = await dealership.import(content);
    expect(outcome).toMatchObject({ created: 2, drafts: 2 });
    expect(outcome.warnings[0]).toMatchObject({
      ...{ line: 2, field: "price", value: "£30,495", currency: "GBP" },
      message: expect.stringContaining("give a rate for GBP"),
    });
    expect(await dealership.cars()).toMatchObject([
      { status: "draft", price_idr: null },
      { status: "draft", price_idr: null },
    ]);
  });

  test("is converted by a rate, also in the drafts of an earlier import that nobody touched", async () => {
    const dealership = await open();
    await dealership.import(content);
    await owner.query(
      "UPDATE cars SET color = 'Biru', version = 2 WHERE tenant_id = $1 AND model = 'X3'",
      [dealership.tenant.id],
    );
    const outcome = await dealership.import(content, { rates: { GBP: 20_500.5 } });
    expect(counts(outcome)).toEqual({ created: 0, updated: 1, unchanged: 1, rejected: 0 });
    expect(await dealership.cars()).toMatchObject([
      { model: "X1", status: "available", price_idr: 625_162_748, version: 2 },
      { model: "X3", status: "draft", price_idr: null, version: 2 },
    ]);
  });
});

describe("rows with a display code or VIN", () => {
  const FIRST = csv(
    "kode,vin,merek,model,tahun,harga,warna,km",
    "A1,MHF11111,Toyota,Avanza,2019,185jt,putih,45000",
    "A2,,Honda,Brio,2018,90jt,merah,20000",
    ",MHF33333,Suzuki,Ertiga,2020,150jt,hitam,30000",
  );
  const stocked = async () => {
    const dealership = await open();
    await dealership.import(FIRST);
    return dealership;
  };

  test("change nothing where they say the same, whatever the file", async () => {
    const dealership = await stocked();
    const before = [await dealership.cars(), await dealership.catalogueVersion()];
    const outcome = await dealership.import(`${FIRST}\n`);
    expect(counts(outcome)).toEqual({ created: 0, updated: 0, unchanged: 3, rejected: 0 });
    expect([await dealership.cars(), await dealership.catalogueVersion()]).toEqual(before);
  });

  test("update what differs, and leave alone what the file does not speak of", async () => {
    const dealership = await stocked();
    const before = await dealership.cars();
    const outcome = await dealership.import(
      csv(
        "vin,kode,merek,model,tahun,harga,km,foto",
        "MHF11111,,Toyota,Avanza,2019,180jt,,https://a.test/1.jpg",
        ",A2,Honda,Brio,2018,90jt,20000,",
        "MHF33333,A3,Suzuki,Ertiga,2020,,30000,",
      ),
    );
    expect(counts(outcome)).toEqual({ created: 0, updated: 2, unchanged: 1, rejected: 0 });
    expect(
      outcome.preview.map(({ line, changes }) => [line, changes.map(({ field }) => field)]),
    ).toEqual([
      [2, ["price", "mileage", "photos"]],
      [4, ["displayCode"]],
      [3, []],
    ]);
    expect(outcome.warnings.map(({ line, message }) => `${line}: ${message}`)).toContain(
      "4: is missing; the car keeps the price that it has",
    );
    const [avanza, brio, ertiga] = await dealership.cars();
    expect(avanza).toEqual({
      ...before[0],
      ...{ price_idr: 180_000_000, mileage_km: null, photos: ["https://a.test/1.jpg (primary)"] },
      ...{ version: 2, updated_at: expect.any(Date), changed_in: expect.any(String) },
    });
    expect(brio).toEqual(before[1] ?? {});
    expect(ertiga).toMatchObject({ display_code: "A3", price_idr: 150_000_000, version: 2 });
  });

  test("do not put a sold car back on sale", async () => {
    const dealership = await stocked();
    await owner.query("UPDATE cars SET status = 'sold', sold_at = now() WHERE tenant_id = $1", [
      dealership.tenant.id,
    ]);
    const outcome = await dealership.import(
      csv("kode,merek,model,tahun,harga,status", "A1,Toyota,Avanza,2019,170jt,tersedia"),
    );
    expect(outcome.warnings.map(({ message }) => message)).toContain(
      "was left out; the car stays sold until staff change it",
    );
    expect((await dealership.cars())[0]).toMatchObject({ status: "sold", price_idr: 170_000_000 });
  });

  test("are rejected when two cars of the stock are meant, or one twice", async () => {
    const dealership = await stocked();
    const outcome = await dealership.import(
      csv(
        "kode,vin,merek,model,tahun,harga",
        "A2,MHF33333,Honda,Brio,2018,1jt",
        "A1,MHF99999,Toyota,Avanza,2019,1jt",
      ),
    );
    expect(explained(outcome.rejections)).toEqual([
      '2: vin: "MHF33333" belongs to CAR-0001, another car than A2; correct one of the two',
      '3: vin: "MHF99999" is not that of A1 in the stock (MHF11111), so they seem to be two cars; give this one another display code, or correct the VIN',
    ]);
    const twice = await dealership.import(
      csv(
        "kode,vin,merek,model,tahun,harga",
        "A1,,Toyota,Avanza,2019,186jt",
        ",MHF11111,Toyota,Avanza,2019,187jt",
      ),
    );
    expect(explained(twice.rejections)).toEqual(["3: the row is the same car as line 2, A1"]);
    expect((await dealership.cars()).map((car) => car["price_idr"])).toEqual([
      186_000_000, 90_000_000, 150_000_000,
    ]);
  });
});

describe("one dealership", () => {
  test("has its own cars, whatever another imports under the same codes", async () => {
    const [one, other] = await Promise.all([open(), open()]);
    const content = csv("kode,vin,merek,model,tahun,harga", "A1,MHF11111,Toyota,Avanza,2019,185jt");
    await other.import(content);
    const before = [await other.cars(), await other.catalogueVersion()];
    await one.import(content.replace("185jt", "100jt"));
    await one.import(UNNAMED);
    expect([await other.cars(), await other.catalogueVersion()]).toEqual(before);
    expect(counts(await other.import(UNNAMED))).toMatchObject({ created: 3 });
  });

  test("imports a status of its own, and drafts when asked", async () => {
    const dealership = await open();
    await dealership.import(
      csv(
        "merek,model,tahun,harga,status",
        "Toyota,Avanza,2019,185jt,",
        "Toyota,Yaris,2019,185jt,terjual",
      ),
      { status: "draft" },
    );
    expect(await dealership.cars()).toMatchObject([
      { status: "draft", sold_at: null },
      { status: "sold", sold_at: expect.any(Date) },
    ]);
    const sales = await owner.query(
      "SELECT car_title, price_idr, lead_id, salesperson_id FROM car_sales WHERE tenant_id = $1",
      [dealership.tenant.id],
    );
    expect(sales.rows).toEqual([
      {
        ...{ car_title: "2019 Toyota Yaris", price_idr: "185000000" },
        ...{ lead_id: null, salesperson_id: null },
      },
    ]);
  });
});

const MANY = 5_000;
const manyRows = csv(
  "vin,merek,model,tahun,harga",
  ...Array.from({ length: MANY }, (_, at) => `MANY${10_000 + at},Toyota,Avanza,2019,185jt`),
);

describe("all or nothing", () => {
  const untouched = async (dealership: StockedDealership) => {
    expect(await dealership.cars()).toEqual([]);
    expect(await dealership.catalogueVersion()).toBe(1);
  };

  test("a rehearsal tells what would happen and stores nothing", async () => {
    const dealership = await open();
    const outcome = await dealership.import(UNNAMED, {}, { verb: rehearseImport });
    expect(counts(outcome)).toEqual({ created: 3, updated: 0, unchanged: 0, rejected: 0 });
    expect(outcome.preview[0]).toEqual({
      ...{ line: 2, action: "create", car: "2019 Toyota Avanza 1.3 G", changes: [] },
    });
    await untouched(dealership);
  });

  test("a failure after the first chunk takes back everything", async () => {
    const dealership = await open();
    const failing = dealership.import(
      manyRows,
      {},
      {
        onProgress: (stage, done) => {
          if (stage === "writing" && done > 2_000) throw new Error("the disk is full");
        },
      },
    );
    await expect(failing).rejects.toThrow("the disk is full");
    await failing.catch(() => {});
    await untouched(dealership);
  });

  test("a car that another writer adds meanwhile takes back everything", async () => {
    const dealership = await open();
    const { id } = dealership.tenant;
    const writer = await connectOwner();
    await writer.query("BEGIN");
    await writer.query("SELECT set_config('app.tenant_id', $1, true)", [id]);
    await writer.query(
      `INSERT INTO cars (tenant_id, display_code, slug, brand, model, year, status, vin, features)
       VALUES ($1, 'X1', 'x1', 'Toyota', 'Avanza', 2019, 'draft', $2, '{}')`,
      [id, `MANY${10_000 + MANY - 1}`],
    );
    const { rows } = await writer.query("SELECT pg_backend_pid() AS pid");
    const failing = dealership.import(manyRows).then(
      () => "imported",
      (error: Error) => error.message,
    );
    const isWaiting = async () =>
      (
        await owner.query("SELECT 1 FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))", [
          rows[0]?.pid,
        ])
      ).rows.length > 0;
    while (!(await isWaiting())) await Bun.sleep(10);
    await writer.query("COMMIT");
    await writer.end();
    expect(await failing).toContain("The stock changed during the import; nothing was stored.");
    expect((await dealership.cars()).map((car) => car["display_code"])).toEqual(["X1"]);
  });
});
