import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { parse } from "csv-parse/sync";
import type pg from "pg";
import { createApp } from "../../src/app.ts";
import { rehearseImport } from "../../src/domain/cars/import/rehearse-import.ts";
import { eventsOf } from "../support/audit-events.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestStaff, logIn } from "../support/test-tenant.ts";
import {
  connectOwner,
  fileOf,
  openImportDatabase,
  openStockedDealership,
  read,
  type StockedDealership,
} from "./dealership.ts";

const app = createTestApp();
const raw = createApp(app.deps);
const database = openImportDatabase();
let owner: pg.Client;
let dealership: StockedDealership;
let token: string;

const ask = (query: string, as = token) =>
  app.send(dealership.tenant.host, `/api/admin/stock/export${query}`, {
    headers: { Authorization: `Bearer ${as}` },
  });
const bytesOf = async (query: string) => new Uint8Array(await (await ask(query)).arrayBuffer());
const codesIn = async (query: string) =>
  (await read(fileOf(await bytesOf(query)))).rows.map(({ car }) => car.displayCode);

const ODD = {
  ...{ brand: "'Mini", model: "unknown", variant: "=1+1", year: 2021, color: "putih", cost: 0 },
  ...{ displayCode: "00042", vin: "1M8GDM9AXKP042788", plate: "B 1234 XYZ", location: "-" },
  ...{ price: 1, creditPrice: 999_999, mileage: 0, engineCc: 50, ownerNumber: 1 },
  ...{ transmission: "dct", fuel: "plugin_hybrid", bodyType: "suv", bpkb: "held_by_lender" },
  ...{ annualTaxUntil: "1949-12-31", stnkUntil: "2027-09-30", floodFree: true, crashFree: false },
  features: ["Jok; kulit", "=x", "a | b"],
  conditionNotes: "  dua  spasi,\tdan\r\nbaris 'kutip' \"ganda\"",
  description: "@SUM(A1)\n=cmd|' /C calc'!A0",
  photos: [
    { url: "https://a.test/1.jpg", caption: "Depan" },
    { url: "https://a.test/a|b.jpg", primary: true },
  ],
  status: "available",
};

beforeAll(async () => {
  owner = await connectOwner();
  dealership = await openStockedDealership(app, database, owner);
  const { tenant } = dealership;
  ({ token } = await logIn(app, tenant, tenant.owner));
  await dealership.import(
    [
      "kode,merek,model,tahun,harga,status,modal",
      "B1,Toyota,Avanza,2019,185jt,booking,150jt",
      "S1,Honda,Brio,2018,150jt,sold,",
      "D1,Honda,Jazz,2017,,draft,",
      ...Array.from({ length: 2_400 }, (_, at) => `R${at},Daihatsu,Xenia,2015,${at + 90_000}000,,`),
    ].join("\n"),
  );
  for (const car of [ODD, { brand: "Kia", model: "Rio", year: 2020, status: "draft" }]) {
    const added = await app.send(tenant.host, "/api/admin/cars", {
      ...{ method: "POST", headers: { Authorization: `Bearer ${token}` } },
      body: JSON.stringify(car),
    });
    expect(added.status).toBe(201);
  }
}, 60_000);
afterAll(async () => {
  await owner.end();
  await database.close();
  await app.close();
});

describe.each(["csv", "xlsx"])("the stock as %s", (format) => {
  test("imported into the same dealership changes nothing, with every field as it was", async () => {
    const before = [await dealership.cars(), await dealership.catalogueVersion()];
    const bytes = await bytesOf(`?format=${format}`);
    const nothing = { created: 0, updated: 0, unchanged: 2_405, rejections: [] };
    const rehearsed = await dealership.import(fileOf(bytes), {}, { verb: rehearseImport });
    expect(rehearsed).toMatchObject(nothing);
    expect(new Set(rehearsed.preview.map(({ action }) => action))).toEqual(new Set(["skip"]));
    expect(await dealership.import(fileOf(bytes))).toMatchObject(nothing);
    expect([await dealership.cars(), await dealership.catalogueVersion()]).toEqual(before);
  });

  test("imported into another one gives the same cars", async () => {
    const other = await openStockedDealership(app, database, owner);
    const outcome = await other.import(fileOf(await bytesOf(`?format=${format}&brand='Mini`)));
    expect(outcome).toMatchObject({ created: 1, rejections: [] });
    const [copy] = await other.cars();
    const original = (await dealership.cars()).find((car) => car["display_code"] === "00042");
    const own = /^(id|tenant_id|slug|import_key|.*_at|version|changed_in|status|photos)$/;
    for (const [column, value] of Object.entries(original ?? {})) {
      if (!own.test(column)) expect([column, copy?.[column]]).toEqual([column, value]);
    }
    expect(copy?.["photos"]).toEqual(["https://a.test/1.jpg (primary)", "https://a.test/a|b.jpg"]);
  });
});

describe("GET /api/admin/stock/export", () => {
  test("is CSV with Indonesian columns, in which no cell is a formula", async () => {
    const response = await ask("?brand='Mini");
    expect(response.headers.get("Content-Type")).toStartWith("text/csv");
    expect(response.headers.get("Content-Disposition")).toBe(
      `attachment; filename="stock-${dealership.tenant.slug}.csv"`,
    );
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.bytes());
    expect(text).toStartWith("\ufeffkode,nomor rangka,merek,model,varian,tahun,harga,");
    expect(text).toContain(`\r\n00042,1M8GDM9AXKP042788,'Mini,'unknown,'=1+1,2021,1 rupiah,`);
    expect(text).toContain(`"'@SUM(A1)\n=cmd|' /C calc'!A0"`);
    const cells: string[] = parse(text, { bom: true }).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });

  test("finds the cars that the staff's list finds", async () => {
    expect(await codesIn("?status=booking")).toEqual(["B1"]);
    expect(await codesIn("?brand=honda&yearMax=2017&format=xlsx")).toEqual(["D1"]);
    expect(await codesIn("?q=xenia&priceMin=92399000")).toEqual(["R2399"]);
    expect(await codesIn("?q=nothing")).toEqual([]);
  });

  test("gives costs to whoever may see them", async () => {
    const sales = await createTestStaff(app, dealership.tenant, "sales");
    const [own, theirs] = [await ask("?status=booking"), await ask("?status=booking", sales.token)];
    expect(await own.text()).toContain("harga beli");
    const text = await theirs.text();
    expect(text).not.toContain("harga beli");
    expect(text).not.toContain("150000000");
  });

  test("is written down", async () => {
    await bytesOf("?status=sold&format=xlsx");
    const events = await eventsOf(owner, dealership.tenant.id);
    expect(events.at(-1)).toMatchObject({
      ...{ action: "stock.exported", subject_type: "stock", actor_id: dealership.tenant.owner.id },
      after: { status: "sold", format: "xlsx", cars: 1, withCosts: true },
    });
  });

  test.each([
    ["?format=pdf", "format"],
    ["?status=gone", "status"],
    ["?yearMin=abc", "yearMin"],
    ["?limit=5", "limit"],
    ["?cursor=x", "cursor"],
  ])("%s is refused", async (query, path) => {
    const response = await ask(query);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: "INVALID_INPUT", errors: [{ path }] });
  });

  test("is read while it is sent, two at once, and one that is left gives its place back", async () => {
    const open = () =>
      raw.fetch(
        new Request("http://any.test/api/admin/stock/export?format=csv", {
          headers: { Host: dealership.tenant.host, Authorization: `Bearer ${token}` },
        }),
        { server: { requestIP: () => ({ address: "10.9.9.9", family: "IPv4", port: 1 }) } },
      );
    const streams = [await open(), await open()];
    const third = await open();
    expect([third.status, third.headers.get("Retry-After")]).toEqual([429, "1"]);
    expect(await third.json()).toMatchObject({ code: "TOO_MANY_STREAMS" });
    await streams[0]?.body?.cancel();
    const next = await open();
    expect(next.status).toBe(200);
    await next.body?.cancel();
    const whole = await read(fileOf(new Uint8Array((await streams[1]?.arrayBuffer()) ?? [])));
    expect(new Set(whole.rows.map(({ car }) => car.displayCode)).size).toBe(2_405);
  });
});
