/** Files of stock that staff upload, and a job takes in. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { StockImportOptions } from "../../src/domain/imports/schemas.ts";
import { startImport } from "../../src/domain/imports/start-import.ts";
import { importStockJob } from "../../src/jobs/handlers/import-stock.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { csv, formOf, type ImportStage, openImportStage } from "../support/import-stage.ts";
import { enterTenant, openStream, publish } from "../support/live-stream.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestStaff } from "../support/test-tenant.ts";

const DAY = 24 * 3_600_000;
const START = new Date("2026-11-21T03:00:00Z");
let now = START;
const app = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
let stage: ImportStage;
beforeAll(async () => {
  stage = await openImportStage(app, owner);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});
const open = () => openImportStage(app, owner);

const TWO = csv(
  "kode,merek,model,tahun,harga",
  "A1,Toyota,Avanza,2019,Rp 185.000.000",
  "A2,Honda,Brio,2018,140jt",
);

describe("a form that is refused", () => {
  const wide = Array.from({ length: 200 }, (_, n) => `kolom ${n}`).join(",");
  const two = () => {
    const form = formOf(TWO);
    form.append("file", new File([TWO], "b.csv"));
    return form;
  };
  const none = () => {
    const form = new FormData();
    form.append("options", "{}");
    return form;
  };
  const withText = () => {
    const form = new FormData();
    form.append("file", "merek,model,tahun");
    return form;
  };
  test.each<[string, () => FormData, string, RegExp]>([
    ["without a file", none, "file", /required/],
    ["with two files", two, "file", /one file/],
    ["with a text for a file", withText, "file", /must be a file/],
    ["with an empty file", () => formOf(""), "file", /empty/],
    ["with a PDF", () => formOf("%PDF-1.4\n1 0 obj<<>>endobj\n"), "file", /No column holds/],
    [
      "with a picture",
      () => formOf(new Uint8Array(Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEA", "base64"))),
      "file",
      /No column holds|not CSV/,
    ],
    ["with columns alone", () => formOf("merek,model,tahun\n"), "file", /no rows/],
    ["with blank rows alone", () => formOf("merek,model,tahun\n,,\n\n"), "file", /no rows/],
    ["with 200 columns", () => formOf(`${wide}\n1\n`), "file", /200 columns/],
    [
      "with columns that it lacks",
      () => formOf(TWO, { columns: { mileage: ["Odo"] } }),
      "file",
      /no column "Odo"/,
    ],
    [
      "with a constant that is none",
      () => formOf("merek,model\nA,B\n", { constants: { year: "x" } }),
      "file",
      /constant year/,
    ],
    ["with options that are no JSON", () => formOf(TWO, "{columns"), "options", /JSON/],
    ["with an unknown option", () => formOf(TWO, { colums: {} }), "options.colums", /known/],
    [
      "with an unknown field",
      () => formOf(TWO, { columns: { colour: ["x"] } }),
      "options.columns.colour",
      /./,
    ],
    ["with an unknown mode", () => formOf(TWO, { mode: "some" }), "options.mode", /./],
    [
      "with a NUL in its options",
      () => formOf(TWO, { constants: { color: "\u0000" } }),
      "options",
      /NUL/,
    ],
  ])("%s", async (_, form, path, message) => {
    const { status, body } = await stage.sendForm(form());
    expect(status).toBe(400);
    const told = body.errors.find((error: { path: string }) => error.path === path);
    expect(told?.message).toMatch(message);
    expect(await stage.rows("stock_imports")).toEqual([]);
  });

  test("as it is none, or from whom may not", async () => {
    const { status } = await stage.call("POST", "/imports", { file: TWO });
    expect(status).toBe(415);
    const seller = await createTestStaff(app, stage.tenant, "sales");
    expect((await stage.sendForm(formOf(TWO), seller)).status).toBe(403);
    expect(await stage.rows("stock_imports")).toEqual([]);
  });
});

test("a file is taken in by a job, and what came of it is told", async () => {
  const stream = await openStream(app, { tenant: stage.tenant, token: stage.boss.token });
  const id = await stage.upload(
    csv(
      "kode,merek,model,tahun,harga,catatan toko",
      "A1,Toyota,Avanza,2019,Rp 185.000.000,x",
      "A2,Honda,Brio,18,140jt,=cmd",
      "A3,Suzuki,Ertiga,2020,abc,y",
    ),
  );
  expect(await stage.get(id)).toMatchObject({ state: "waiting", counts: null, report: null });
  expect((await stage.cars()).size).toBe(0);
  await stage.work("importStock");
  const done = await stage.get(id);
  expect(done).toMatchObject({
    ...{ state: "done", dryRun: false, mode: "rows", fileName: "stok.csv", mayUndo: true },
    requestedBy: { kind: "staff", name: "Olla Owner" },
    progress: { done: 3, total: 3 },
    counts: { read: 3, created: 1, updated: 0, unchanged: 0, rejected: 2, blank: 0 },
    report: {
      unusedColumns: ["catatan toko"],
      preview: [{ line: 2, action: "create", car: "2019 Toyota Avanza", changes: [] }],
    },
  });
  expect(done.report.rowErrors).toMatchObject([
    { line: 3, field: "year", column: "tahun", value: "18" },
    { line: 4, field: "price", column: "harga", value: "abc" },
  ]);
  expect([...(await stage.cars()).values()]).toMatchObject([
    { displayCode: "A1", price: 185_000_000 },
  ]);

  const rejected = await app.send(stage.tenant.host, `/api/admin/imports/${id}/rejected`, {
    headers: { Authorization: `Bearer ${stage.boss.token}` },
  });
  const text = await rejected.text();
  expect(rejected.headers.get("Content-Type")).toStartWith("text/csv");
  expect(text).toContain('3,"year (column ""tahun"")');
  expect(text).toContain("A2,Honda,Brio,18,140jt,'=cmd");

  expect(await stage.kept(id)).toEqual([true, true]);
  await stage.work("deleteObjects");
  expect(await stage.kept(id)).toEqual([false, true]);
  const { body } = await stage.call("GET", "/audit-events?limit=20");
  const told = body.data.filter(({ action }: { action: string }) => action.startsWith("stock."));
  expect(
    told.map(({ action, actor }: never) => [action, (actor as { name: string }).name]),
  ).toEqual([
    ["stock.imported", "Olla Owner"],
    ["stock.import_requested", "Olla Owner"],
  ]);
  const states: string[] = [];
  while (!states.includes("done")) {
    const event = await stream.next();
    if (event?.event === "import.changed") states.push(event.data.state);
  }
  expect(states).toEqual(expect.arrayContaining(["waiting", "done"]));
  await stream.leave();
  // Once more, as after a kill: nothing happens twice.
  await importStockJob(app.deps, { tenantId: stage.tenant.id, importId: id });
  expect((await stage.cars()).size).toBe(1);
});

test("a dry run stores its report alone, until it is applied", async () => {
  const { take, call, cars, get, work, rows, kept } = await open();
  const dry = await take(TWO, { dryRun: true });
  expect(dry).toMatchObject({
    state: "done",
    dryRun: true,
    counts: { created: 2 },
    mayApply: true,
  });
  expect(dry).toMatchObject({ mayUndo: false, progress: { done: 2, total: 2 } });
  expect((await cars()).size).toBe(0);
  expect(await rows("stock_import_changes")).toEqual([]);
  expect((await call("POST", `/imports/${dry.id}/undo`)).status).toBe(409);
  expect((await call("POST", `/imports/${dry.id}/apply`)).body.data.state).toBe("waiting");
  await work("importStock");
  expect(await get(dry.id)).toMatchObject({ state: "done", dryRun: false, counts: { created: 2 } });
  expect([...(await cars()).keys()].sort()).toEqual(["A1", "A2"]);
  expect((await call("POST", `/imports/${dry.id}/apply`)).status).toBe(409);
  await work("deleteObjects");
  expect(await kept(dry.id)).toEqual([false, false]);

  const change = csv(
    "kode,merek,model,tahun,harga",
    "A1,Toyota,Avanza,2019,170jt",
    "A2,Honda,Brio,2018,140jt",
    "A3,Mazda,2,2016,99jt",
  );
  const again = await take(change, { dryRun: true });
  expect(again.report.preview).toEqual([
    { line: 4, action: "create", car: "2016 Mazda 2", changes: [] },
    {
      ...{ line: 2, action: "update", car: "2019 Toyota Avanza" },
      changes: [{ field: "price", from: "185000000", to: "170000000" }],
    },
    { line: 3, action: "skip", car: "2018 Honda Brio", changes: [] },
  ]);
  expect((await cars()).get("A1").price).toBe(185_000_000);
  expect((await call("POST", `/imports/${again.id}/cancel`)).body.data.state).toBe("cancelled");
});

test("all or nothing of a file, when it is asked for", async () => {
  const { take, cars } = await open();
  const bad = csv(
    "kode,merek,model,tahun,harga",
    "A1,Toyota,Avanza,2019,185jt",
    ",,,,",
    "A2,Honda,Brio,x,9jt",
  );
  const failed = await take(bad, { mode: "file" });
  expect(failed).toMatchObject({ state: "failed", counts: { created: 0, rejected: 2, blank: 1 } });
  expect(failed.failure).toStartWith("1 of the rows cannot be taken");
  expect(failed).toMatchObject({ hasRejectedRows: true, mayUndo: false });
  expect((await cars()).size).toBe(0);
  expect(await take(TWO, { mode: "file" })).toMatchObject({
    state: "done",
    counts: { created: 2 },
  });
});

test("two workers at one import do it once", async () => {
  const { tenant, upload, cars, get, rows } = await open();
  const importId = await upload(TWO);
  const job = { tenantId: tenant.id, importId };
  const other = createTestApp({ clock: () => now });
  await Promise.allSettled([importStockJob(app.deps, job), importStockJob(other.deps, job)]);
  await other.close();
  expect(await get(importId)).toMatchObject({ state: "done", counts: { created: 2 } });
  expect((await cars()).size).toBe(2);
  const events = (await rows("audit_events")).map(({ action }) => action);
  expect(events.filter((action: string) => action === "stock.imported")).toHaveLength(1);
});

describe("cancelling", () => {
  test("an import that waits, and one that is over", async () => {
    const { upload, call, work, cars, get, kept } = await open();
    const id = await upload(TWO);
    expect((await call("POST", `/imports/${id}/cancel`)).status).toBe(202);
    await work("importStock");
    expect(await get(id)).toMatchObject({ state: "cancelled", counts: null });
    expect((await cars()).size).toBe(0);
    await work("deleteObjects");
    expect(await kept(id)).toEqual([false, false]);
    const again = await call("POST", `/imports/${id}/cancel`);
    expect([again.status, again.body.code]).toEqual([409, "IMPORT_OVER"]);
  });

  test("one whose rows are written: nothing of it stays, and everybody's events go on meanwhile", async () => {
    const { tenant, boss, upload, call, work, cars, get, rows } = await open();
    const stream = await openStream(app, { tenant, token: boss.token });
    const id = await upload(TWO);
    const blocker = await connect(app.ownerUrl);
    // A lock that has no transaction number of its own, behind which the import waits with one.
    await blocker.query("BEGIN; LOCK TABLE stock_import_changes IN SHARE MODE");
    const working = work("importStock");
    await eventually(async () => (await get(id)).state === "writing");
    const states: string[] = [];
    while (!states.includes("writing")) {
      const event = await stream.next();
      if (event?.event === "import.changed") states.push(event.data.state);
    }
    await publish(app, tenant, 7);
    expect(await stream.numbers(1)).toEqual([7]);
    await stream.leave();
    expect((await call("POST", `/imports/${id}/cancel`)).body.data.state).toBe("cancelled");
    await blocker.query("ROLLBACK");
    await blocker.end();
    await working;
    expect(await get(id)).toMatchObject({ state: "cancelled", report: null });
    expect((await cars()).size).toBe(0);
    expect(await rows("stock_import_changes")).toEqual([]);
  });
});

describe("undoing", () => {
  const header = "kode,merek,model,tahun,harga,foto";
  const FIRST = csv(
    header,
    "A1,Toyota,Avanza,2019,185jt,https://a.test/1.jpg https://a.test/2.jpg",
    "A2,Honda,Brio,2018,140jt,",
    "A3,Mazda,2,2016,99jt,",
  );

  test("the last import: its cars go, and others are what they were", async () => {
    const { take, undo, cars, call, rows } = await open();
    const first = await take(FIRST);
    const before = await cars();
    const second = await take(
      csv(
        header,
        "A1,Toyota,Avanza,2019,170jt,https://a.test/3.jpg",
        "A2,Honda,Brio,2018,1jt,",
        "B1,Kia,Rio,2012,70jt,",
      ),
    );
    expect((await get(call, first.id)).mayUndo).toBe(false);
    expect((await undo(first.id)).status).toBe(409);
    const { import: undone } = await undo(second.id);
    expect(undone).toMatchObject({
      ...{ state: "undone", mayUndo: false },
      undo: { removed: 1, restored: 2, leftCount: 0, left: [] },
    });
    const after = await cars();
    expect([...after.keys()].sort()).toEqual(["A1", "A2", "A3"]);
    for (const [code, car] of before) {
      const { version, updatedAt, ...rest } = car;
      const { version: laterVersion, updatedAt: laterUpdate, ...now } = after.get(code);
      expect(now).toEqual(rest);
    }
    expect(await rows("stock_import_changes")).toEqual([]);
    expect((await undo(second.id)).status).toBe(409);
    const { body } = await call("GET", "/audit-events?limit=20");
    const told = body.data.find(
      ({ action }: { action: string }) => action === "stock.import_undone",
    );
    expect(told).toMatchObject({
      after: { removed: 1, restored: 2, left: 0 },
      actor: { name: "Olla Owner" },
    });
    // What was taken back can come again.
    expect((await take(csv(header, "B1,Kia,Rio,2012,70jt,"))).counts.created).toBe(1);
  });

  test("leaves what somebody changed, held, asked about or removed since, and names it", async () => {
    const { tenant, take, undo, cars, call } = await open();
    await take(FIRST);
    const more = [
      "B1,Kia,Rio,2012,70jt,",
      "B2,Kia,Rio,2013,71jt,",
      "B3,Kia,Rio,2014,72jt,",
      "B4,Kia,Rio,2015,73jt,",
      "B5,Kia,Rio,2016,74jt,",
      "B6,Kia,Rio,2017,75jt,",
      "B7,Kia,Rio,2018,76jt,",
      "B8,Kia,Rio,2019,77jt,",
    ];
    const second = await take(
      csv(
        header,
        "A1,Toyota,Avanza,2019,170jt,",
        "A2,Honda,Brio,2018,1jt,",
        "A3,Mazda,2,2016,98jt,",
        ...more,
      ),
    );
    const at = await cars();
    const idOf = (code: string) => at.get(code).id;
    await call("PATCH", `/cars/${idOf("A1")}`, { color: "Merah", version: at.get("A1").version });
    await call("PATCH", `/cars/${idOf("B1")}`, { color: "Biru", version: 1 });
    const lead = await call("POST", "/leads", {
      name: "Dewi",
      phone: "0812-5555-0101",
      source: "walk_in",
    });
    const held = await call("POST", `/cars/${idOf("B2")}/hold`, {
      ...{ leadId: lead.body.data.id, until: new Date(now.getTime() + DAY).toISOString() },
    });
    expect(held.status).toBe(201);
    const asked = await app.send(tenant.host, "/api/leads", {
      method: "POST",
      body: JSON.stringify({
        name: "Budi",
        phone: "0812-5555-0102",
        kind: "question",
        car: at.get("B3").slug,
      }),
    });
    expect(asked.status).toBe(201);
    const noted = [
      await call("PUT", `/cars/${idOf("B6")}/schedule`, {
        unpublishAt: new Date(now.getTime() + DAY).toISOString(),
      }),
      await call("PATCH", `/cars/${idOf("B7")}/preparation-steps/inspection`, { state: "done" }),
      await call("POST", `/cars/${idOf("B8")}/costs`, {
        ...{ kind: "repair", amount: 500_000, spentOn: "2026-01-05" },
      }),
    ];
    expect(noted.map(({ status }) => status)).toEqual([200, 200, 201]);
    const removed = await call("DELETE", `/cars/${idOf("B4")}`, undefined, { "If-Match": '"1"' });
    expect(removed.status).toBe(204);
    const gone = await call("DELETE", `/cars/${idOf("A3")}`, undefined, { "If-Match": '"2"' });
    expect(gone.status).toBe(204);

    const { import: undone } = await undo(second.id);
    expect(undone.undo).toMatchObject({ removed: 1, restored: 1, leftCount: 8 });
    const left = undone.undo.left.map(({ line, displayCode, reason }: never) => [
      line,
      displayCode,
      reason,
    ]);
    expect(left.toSorted((a: number[], b: number[]) => Number(a[0]) - Number(b[0]))).toEqual([
      [2, "A1", "was changed since"],
      [4, null, "was removed since"],
      [5, "B1", "was changed since"],
      [6, "B2", "was changed since"],
      [7, "B3", "was asked about since"],
      [10, "B6", "was changed since"],
      [11, "B7", "was changed since"],
      [12, "B8", "has costs that were noted since"],
    ]);
    const after = await cars();
    expect([...after.keys()].sort()).toEqual(["A1", "A2", "B1", "B2", "B3", "B6", "B7", "B8"]);
    expect(after.get("A1")).toMatchObject({ price: 170_000_000, color: "Merah" });
    expect(after.get("A2").price).toBe(140_000_000);
  });

  test("cars that came in as sold go with their sales", async () => {
    const { take, undo, cars, call } = await open();
    const titles = "kode,merek,model,tahun,harga,status";
    const taken = await take(csv(titles, "S1,Kia,Rio,2012,70jt,sold", "S2,Kia,Rio,2013,71jt,sold"));
    const sold = [...(await cars()).values()];
    const sales = async () =>
      (await Promise.all(sold.map(({ id }) => call("GET", `/cars/${id}/sales`)))).map(
        ({ status, body }) => (status === 200 ? body.data.length : status),
      );
    expect(await sales()).toEqual([1, 1]);
    expect((await undo(taken.id)).import.undo).toMatchObject({ removed: 2, leftCount: 0 });
    expect(await sales()).toEqual([404, 404]);
    expect((await cars()).size).toBe(0);
  });

  test("a draft that got its price is one without again", async () => {
    const { take, undo, cars } = await open();
    const file = csv("merek,model,tahun,harga", "Ford,Focus,2018,GBP 5000");
    await take(file);
    expect([...(await cars()).values()]).toMatchObject([{ status: "draft", price: null }]);
    const priced = await take(file, { rates: { GBP: 20_000 } });
    expect([...(await cars()).values()]).toMatchObject([
      { status: "available", price: 100_000_000 },
    ]);
    expect((await undo(priced.id)).import.undo).toMatchObject({ removed: 0, restored: 1 });
    expect([...(await cars()).values()]).toMatchObject([{ status: "draft", price: null }]);
  });

  const get = async (call: ImportStage["call"], id: string) =>
    (await call("GET", `/imports/${id}`)).body.data;
});

test("a file with the same columns is read as the last one was, but for what is said", async () => {
  const { take, call, cars, sendForm } = await open();
  const file = (code: string) => csv("Stok,Seri,Thn,Odo", `${code},Civic,2017,50.000 km`);
  const options = {
    columns: { displayCode: ["Stok"], model: ["Seri"], year: ["Thn"], mileage: ["Odo"] },
    constants: { brand: "Honda" },
  };
  expect((await sendForm(formOf(file("H1")))).status).toBe(400);
  await take(file("H1"), options);
  const second = await take(file("H2"));
  expect(second).toMatchObject({ counts: { created: 1 }, options });
  const third = await take(file("H3"), { constants: { brand: "Acura", mileage: "1" } });
  expect(third.options.columns).not.toHaveProperty("mileage");
  expect(Object.fromEntries(await cars())).toMatchObject({
    ...{ H2: { brand: "Honda", mileage: 50_000 }, H3: { brand: "Acura", mileage: 1 } },
  });
  const { body } = await call("GET", "/import-columns");
  expect(body.data).toMatchObject([{ header: ["Stok", "Seri", "Thn", "Odo"] }]);
  expect((await call("DELETE", `/import-columns/${body.data[0].id}`)).status).toBe(204);
  expect((await call("DELETE", `/import-columns/${body.data[0].id}`)).status).toBe(404);
  expect((await sendForm(formOf(file("H4")))).status).toBe(400);
});

test("costs are for whom may set them", async () => {
  const { tenant, call, take } = await open();
  const scopes = ["cars:read", "cars:import"];
  const made = await call("POST", "/api-keys", { name: "Loader", scopes });
  const headers = { Authorization: `Bearer ${made.body.data.key}` };
  const file = csv(
    "kode,merek,model,tahun,harga,modal",
    "A1,Toyota,Avanza,2019,185jt,170jt",
    "A2,Honda,Brio,x,9jt,8jt",
  );
  const refused = await app.send(tenant.host, "/api/admin/imports", {
    ...{ method: "POST", body: formOf(file), headers },
  });
  expect(refused.status).toBe(403);
  await take(file);
  const { id } = await take(file.replace("170jt", "160jt"));
  const told = await app.send(tenant.host, `/api/admin/imports/${id}`, { headers });
  const text = await told.text();
  expect([told.status, text.includes("160000000"), text.includes("170000000")]).toEqual([
    200,
    false,
    false,
  ]);
  expect((await call("GET", `/imports/${id}`)).body.data.report.preview[0].changes).toEqual([
    { field: "cost", from: "170000000", to: "160000000" },
  ]);
  const csvOf = await app.send(tenant.host, `/api/admin/imports/${id}/rejected`, { headers });
  expect(csvOf.status).toBe(403);
});

test("a file with more rows than are taken fails, and nothing of it stays", async () => {
  const { take, cars } = await open();
  const rows = Array.from({ length: 100_001 }, () => "Toyota,Avanza,2019");
  const failed = await take(csv("merek,model,tahun", ...rows));
  expect(failed).toMatchObject({
    state: "failed",
    failure: "The file has more than 100,000 rows; split it.",
  });
  expect((await cars()).size).toBe(0);
});

test("five imports wait at the most, and one is done at a time", async () => {
  const { tenant, upload, sendForm, call } = await open();
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push(await upload(TWO));
  const sixth = await sendForm(formOf(TWO));
  expect([sixth.status, sixth.body.code]).toEqual([429, "TOO_MANY_IMPORTS"]);
  const { rows } = await owner.query(
    `SELECT DISTINCT q.queue_name FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
     WHERE t.identifier = 'importStock' AND j.payload ->> 'tenantId' = $1`,
    [tenant.id],
  );
  expect(rows).toEqual([{ queue_name: `${tenant.id}:imports` }]);
  const first = await call("GET", "/imports?limit=3");
  const next = await call("GET", `/imports?limit=3&cursor=${first.body.meta.nextCursor}`);
  expect([...first.body.data, ...next.body.data].map(({ id }) => id)).toEqual(ids.toReversed());
  for (const id of ids) await call("POST", `/imports/${id}/cancel`);
});

describe("what is kept", () => {
  test("is gone a day after an upload that broke off", async () => {
    const { tenant, work, kept } = await open();
    const ids: string[] = [];
    const dying = {
      ...app.deps.objects,
      put: async (key: string, bytes: Uint8Array, type: string) => {
        await app.deps.objects.put(key, bytes, type);
        ids.push(key.split("/")[2] ?? "");
        throw new Error("the process died");
      },
    };
    const file = { name: "a.csv", bytes: Buffer.from(TWO) };
    const started = startImport(
      (run) => enterTenant(app, tenant, run),
      dying,
      file,
      StockImportOptions.parse({}),
    );
    await expect(started).rejects.toThrow();
    expect(await kept(ids[0] ?? "")).toEqual([true, false]);
    await work("sweepImport");
    await work("deleteObjects");
    expect(await kept(ids[0] ?? "")).toEqual([false, false]);
  });

  test("of an import goes after a week, and the import after 90 days", async () => {
    const { take, work, kept, rows, call } = await open();
    const { id } = await take(
      csv("kode,merek,model,tahun,harga", "A1,Toyota,Avanza,2019,185jt", "A2,Honda,Brio,x,9jt"),
    );
    await work("deleteObjects");
    now = new Date(START.getTime() + DAY + 1);
    await work("sweepImport");
    expect(await kept(id)).toEqual([false, true]);
    expect(await rows("stock_import_changes")).toHaveLength(1);
    now = new Date(START.getTime() + 7 * DAY + 1);
    await work("sweepImport");
    await work("deleteObjects");
    expect(await kept(id)).toEqual([false, false]);
    expect(await rows("stock_import_changes")).toEqual([]);
    expect(await rows("stock_imports")).toMatchObject([{ id, may_undo: false }]);
    now = new Date(START.getTime() + 90 * DAY + 1);
    await work("sweepImport");
    expect(await rows("stock_imports")).toEqual([]);
    now = START;
    expect((await call("GET", `/imports/${id}`)).status).toBe(404);
  });

  test("of one that nobody could carry out is given up after a day", async () => {
    const { upload, work, get, kept } = await open();
    const id = await upload(TWO);
    now = new Date(START.getTime() + DAY + 1);
    await work("sweepImport");
    now = START;
    expect(await get(id)).toMatchObject({ state: "failed" });
    await work("deleteObjects");
    expect(await kept(id)).toEqual([false, false]);
  });
});
