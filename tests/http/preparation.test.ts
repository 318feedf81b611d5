/** Cars that are not ready yet stand on a board, in the column of their next step. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type Desk, deskOf } from "../support/desk.ts";
import { openStream } from "../support/live-stream.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
let db: pg.Client;
let tenant: TestTenant;
let desk: Desk;
let boss: Call;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  desk = deskOf(app, db, tenant);
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});
afterAll(async () => {
  await db.end();
  await app.close();
});

const CAR = { brand: "Toyota", model: "Avanza", year: 2019 };
const add = async (more: object = {}): Promise<string> =>
  (await boss("POST", "/cars", { ...CAR, ...more })).body.data.id;
const change = (id: string, step: string, fields: object, call = boss) =>
  call("PATCH", `/cars/${id}/preparation-steps/${step}`, fields);
const done = (id: string, step: string) => change(id, step, { state: "done" });
interface Column {
  step: string;
  total: number;
  overdue: number;
  nextCursor: string | null;
  cars: { id: string }[];
}
const board = async (query = ""): Promise<Column[]> =>
  (await boss("GET", `/preparation${query}`)).body.data;
const columnOf = async (id: string) =>
  (await board("?limit=100")).find(({ cars }) => cars.some((car) => car.id === id))?.step ?? null;
const statesOf = async (id: string): Promise<string[]> =>
  (await boss("GET", `/cars/${id}/preparation-steps`)).body.data.map(
    ({ state }: { state: string }) => state,
  );
const PHOTOS = { photos: [{ url: "/a.jpg" }] };
const edit = async (id: string, fields: object) => {
  const { version } = (await boss("GET", `/cars/${id}`)).body.data;
  expect((await boss("PATCH", `/cars/${id}`, { ...fields, version })).status).toBe(200);
};

describe("a car", () => {
  test("begins at the inspection and leaves the board with its last step", async () => {
    const id = await add();
    expect(await columnOf(id)).toBe("inspection");
    await done(id, "inspection");
    expect(await columnOf(id)).toBe("detailing");
    await done(id, "detailing");
    expect(await columnOf(id)).toBe("photos");
    await edit(id, PHOTOS);
    expect(await columnOf(id)).toBe("price");
    await edit(id, { price: 150_000_000, status: "available" });
    expect(await columnOf(id)).toBeNull();
    expect(await statesOf(id)).toEqual(["done", "done", "done", "done"]);
  });

  test("on offer is there until it is sold", async () => {
    const id = await add({ price: 150_000_000, status: "available" });
    expect(await columnOf(id)).toBe("inspection");
    await boss("POST", `/cars/${id}/sale`, { buyerName: "Budi", buyerPhone: "081211112222" });
    expect(await columnOf(id)).toBeNull();
    const late = await change(id, "inspection", { state: "done" });
    expect([late.status, late.body.code]).toEqual([409, "CAR_SOLD"]);
  });

  test("has photos and a price done by itself, unless staff want more", async () => {
    const id = await add({ ...PHOTOS, price: 150_000_000 });
    expect(await statesOf(id)).toEqual(["to_do", "to_do", "done", "done"]);
    await change(id, "photos", { state: "in_progress" });
    expect(await statesOf(id)).toEqual(["to_do", "to_do", "in_progress", "done"]);
    await done(id, "photos");
    await edit(id, { photos: [] });
    expect(await statesOf(id)).toEqual(["to_do", "to_do", "to_do", "done"]);
  });

  test.each([
    ["photos", "NO_PHOTO"],
    ["price", "NO_PRICE"],
  ])("without %s has no such step done", async (step, code) => {
    const id = await add();
    const refused = await done(id, step);
    expect([refused.status, refused.body.code]).toEqual([409, code]);
    expect(await statesOf(id)).toEqual(["to_do", "to_do", "to_do", "to_do"]);
  });
});

describe("a step", () => {
  test("tells who does it, by when, and who did it when", async () => {
    const id = await add();
    const ani = await desk.addSales("Ani");
    const fields = { assigneeId: ani, note: "Cek rem", dueOn: "2026-12-01" };
    const given = await change(id, "inspection", { ...fields, state: "in_progress" });
    expect(given.body.data).toEqual({
      ...{ step: "inspection", state: "in_progress", note: "Cek rem", dueOn: "2026-12-01" },
      ...{ assignee: { id: ani, name: "Ani" }, doneAt: null, doneBy: null },
    });
    const ready = await change(id, "inspection", { state: "done" }, await desk.as(ani));
    expect(ready.body.data).toMatchObject({
      ...{ state: "done", note: "Cek rem", assignee: { id: ani }, doneBy: { id: ani } },
      doneAt: expect.any(String),
    });
    const again = await change(id, "inspection", { state: "to_do", assigneeId: null, note: "" });
    expect(again.body.data).toMatchObject({
      ...{ state: "to_do", assignee: null, note: null, doneAt: null, doneBy: null },
      dueOn: "2026-12-01",
    });
  });

  test.each([
    [{}, ""],
    [{ state: "ready" }, "state"],
    [{ dueOn: "2026-02-30" }, "dueOn"],
    [{ note: "x".repeat(1_001) }, "note"],
    [{ assigneeId: crypto.randomUUID() }, "assigneeId"],
    [{ doneAt: "2026-12-01T00:00:00Z" }, "doneAt"],
  ])("is not changed to %j", async (fields, path) => {
    const id = await add();
    const refused = await change(id, "inspection", fields);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
    expect((await change(id, "waxing", { state: "done" })).status).toBe(400);
  });

  test("that changes is told to the boards that are open, and so is a car", async () => {
    const { token } = await logIn(app, tenant, tenant.owner);
    const stream = await openStream(app, { tenant, token });
    expect((await stream.next())?.event).toBe("hello");
    const heard = async () => {
      const event = await stream.next();
      return [event?.event, event?.data.carId];
    };
    const id = await add();
    expect(await heard()).toEqual(["preparation.changed", id]);
    await done(id, "inspection");
    expect(await heard()).toEqual(["preparation.changed", id]);
    await edit(id, PHOTOS);
    expect(await heard()).toEqual(["preparation.changed", id]);
    await stream.leave();
  });
});

describe("the board", () => {
  let own: TestTenant;
  let call: Call;
  let ids: string[];
  let ani: string;
  beforeAll(async () => {
    own = await createTestTenant(app);
    call = callAs(app, own, await logIn(app, own, own.owner));
    ani = await deskOf(app, db, own).addSales("Ani");
    ids = [];
    for (let n = 0; n < 5; n += 1) {
      ids.push((await call("POST", "/cars", { ...CAR, variant: `${n}` })).body.data.id);
    }
    await change(ids[3] ?? "", "inspection", { dueOn: "2020-01-01", assigneeId: ani }, call);
    await change(ids[1] ?? "", "inspection", { dueOn: "2090-01-01" }, call);
    await change(ids[4] ?? "", "inspection", { state: "done" }, call);
  });

  test("counts each column, what is due first at the top", async () => {
    const { data } = (await call("GET", "/preparation")).body;
    expect(
      data.map(({ step, total, overdue, cars }: Column) => [
        ...[step, total, overdue],
        cars.map(({ id }) => ids.indexOf(id)),
      ]),
    ).toEqual([
      ["inspection", 4, 1, [3, 1, 0, 2]],
      ["detailing", 1, 0, [4]],
      ["photos", 0, 0, []],
      ["price", 0, 0, []],
    ]);
    expect(data[0].cars[0]).toMatchObject({
      ...{ title: "2019 Toyota Avanza 3", status: "draft", price: null, photo: null },
      steps: [
        { step: "inspection", assignee: { name: "Ani" } },
        ...[{ step: "detailing" }, { step: "photos" }, { step: "price" }],
      ],
    });
  });

  test("is read column by column, page by page", async () => {
    const seen: number[] = [];
    let cursor = "";
    do {
      const { body } = await call("GET", `/preparation?step=inspection&limit=1${cursor}`);
      expect(body.data.map(({ step, total }: Column) => [step, total])).toEqual([
        ["inspection", 4],
      ]);
      seen.push(ids.indexOf(body.data[0].cars[0].id));
      cursor = body.data[0].nextCursor && `&cursor=${body.data[0].nextCursor}`;
    } while (cursor);
    expect(seen).toEqual([3, 1, 0, 2]);
  });

  test("shows what is somebody's, nobody's or one's own", async () => {
    const of = async (assignee: string, by = call) => {
      const { data } = (await by("GET", `/preparation?assignee=${assignee}`)).body;
      return data.map(({ cars }: Column) => cars.map(({ id }) => ids.indexOf(id)));
    };
    expect(await of(ani)).toEqual([[3], [], [], []]);
    expect(await of("none")).toEqual([[1, 0, 2], [4], [], []]);
    expect(await of("me", await deskOf(app, db, own).as(ani))).toEqual([[3], [], [], []]);
    expect(await of("me")).toEqual([[], [], [], []]);
  });

  const place = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  test.each([
    ["cursor=x", "cursor"],
    ["step=inspection&cursor=x", "cursor"],
    [`step=inspection&cursor=${place(["0000-01-01", crypto.randomUUID()])}`, "cursor"],
    ["step=waxing", "step"],
    ["assignee=ani", "assignee"],
    ["limit=101", "limit"],
  ])("has no page at %s", async (query, path) => {
    const refused = await call("GET", `/preparation?${query}`);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
  });
});
