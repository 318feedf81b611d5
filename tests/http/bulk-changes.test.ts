/** Many cars are changed at once, as previewed, and given back what they had. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { inserter } from "../support/attack-rows.ts";
import { DAY, HOUR, setHoldStage } from "../support/hold-stage.ts";

const stage = await setHoldStage();
const { tenant, desk, boss } = stage;
const insert = inserter(stage.owner, tenant.id);
afterAll(() => stage.close());
beforeEach(() => stage.restart());

type Given = Record<string, unknown>;
let made = 0;
/** Cars of a model of their own, by a price each. */
async function addCars(prices: (number | null)[], more: Given = {}) {
  made += 1;
  const model = `Massal ${made}`;
  const ids: string[] = [];
  for (const price of prices) {
    const n = ids.length;
    ids.push(
      await insert("cars", {
        ...{ display_code: `B${made}-${n}`, slug: `b${made}-${n}`, brand: "Toyota", model },
        ...{ year: 2019, price_idr: price, status: price === null ? "draft" : "available" },
        ...{ listed_at: new Date(stage.now().getTime() - 40 * DAY), ...more },
      }),
    );
  }
  return { model, ids };
}
const preview = async (cars: Given, change: Given) =>
  boss("POST", "/bulk-changes", { cars, change });
const apply = (id: string, mode = "leave_changed", call = boss) =>
  call("POST", `/bulk-changes/${id}/apply`, { mode });
const undo = (id: string) => boss("POST", `/bulk-changes/${id}/undo`);
const carsOf = async (id: string, query = "limit=100") =>
  (await boss("GET", `/bulk-changes/${id}/items?${query}`)).body.data;
const rows = (model: string) =>
  stage.rows(
    `SELECT id, price_idr::int8::text AS price, status, version, listed_at FROM cars
     WHERE tenant_id = $1 AND model = $2 ORDER BY display_code`,
    model,
  );
const pricesOf = async (model: string) =>
  (await rows(model)).map(({ price }) => (price === null ? null : Number(price)));
const eventsOf = (carId: string) =>
  stage.rows(
    `SELECT action, before, after, actor_id FROM audit_events
     WHERE tenant_id = $1 AND subject_id = $2 ORDER BY at, id`,
    carId,
  );
const codeOf = ({ status, body }: { status: number; body: { code: string } | null }) => [
  ...[status, body?.code],
];

describe("a preview", () => {
  test("tells what each car would be, and why not, and changes nothing", async () => {
    const { model, ids } = await addCars([100_000_000, 150_000_000, null, 149_950_000]);
    const sold = await insert("cars", {
      ...{ display_code: `S${made}`, slug: `s${made}`, brand: "Toyota", model, year: 2019 },
      ...{ price_idr: 50_000_000, status: "sold" },
    });
    const held = ids[1] as string;
    await boss("POST", `/cars/${held}/hold`, {
      leadId: await desk.addLead(),
      until: stage.at(DAY),
    });
    const before = await rows(model);
    const change = { kind: "change_price_by_percent", percent: -3.33, roundTo: 100_000 };
    const { status, body } = await preview({ filter: { model, brand: "TOYOTA" } }, change);
    expect([status, body.data]).toMatchObject([
      201,
      {
        ...{ change, status: "previewed", expiresAt: stage.at(HOUR), appliedAt: null },
        ...{ createdBy: { id: tenant.owner.id }, counts: { planned: 2, refused: 3, changed: 0 } },
      },
    ]);
    const told = await carsOf(body.data.id);
    const of = (id: string) => told.find((car: { carId: string }) => car.carId === id);
    expect(of(ids[0] as string)).toMatchObject({
      ...{ outcome: "planned", reason: null, title: `2019 Toyota ${model}` },
      price: { before: 100_000_000, after: 96_700_000 },
    });
    expect(of(ids[3] as string)).toMatchObject({ price: { after: 145_000_000 } });
    expect(of(held)).toMatchObject({ outcome: "refused", reason: "held" });
    expect(of(ids[2] as string)).toMatchObject({ outcome: "refused", reason: "no_price" });
    expect(of(sold)).toMatchObject({ outcome: "refused", reason: "sold" });
    expect(await rows(model)).toEqual(before);
    expect(await carsOf(body.data.id, "outcome=planned&limit=1")).toHaveLength(1);
  });

  test("of a status keeps to the moves there are", async () => {
    const { model, ids } = await addCars([100, 100, null]);
    await stage.change(ids[1] as string, { status: "booking" });
    const told = async (status: string) => {
      const { body } = await preview({ filter: { model } }, { kind: "set_status", status });
      const cars = await carsOf(body.data.id);
      return ids.map((id) => {
        const car = cars.find(({ carId }: { carId: string }) => carId === id);
        return car.reason ?? car.outcome;
      });
    };
    expect(await told("draft")).toEqual(["planned", "illegal_move", "unchanged"]);
    expect(await told("available")).toEqual(["unchanged", "planned", "no_price"]);
  });

  test.each([
    ["cars", { ids: [crypto.randomUUID()], filter: {} }, { kind: "set_price", price: 1 }],
    ["cars", {}, { kind: "set_price", price: 1 }],
    ["cars.ids.0", { ids: [crypto.randomUUID()] }, { kind: "set_price", price: 1 }],
    ["cars.ids.0", { ids: ["x"] }, { kind: "set_price", price: 1 }],
    ["cars.filter", { filter: { model: "None such" } }, { kind: "set_price", price: 1 }],
    ["cars.filter.sort", { filter: { sort: "newest" } }, { kind: "set_price", price: 1 }],
    ["change.price", { filter: {} }, { kind: "set_price", price: 0 }],
    ["change.percent", { filter: {} }, { kind: "change_price_by_percent", percent: -100 }],
    ["change.status", { filter: {} }, { kind: "set_status", status: "sold" }],
    ["change.kind", { filter: {} }, { kind: "sell" }],
  ])("is refused for its %s", async (path, cars, change) => {
    const { status, body } = await preview(cars, change);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  test("says that a sale has a buyer", async () => {
    const { body } = await preview({ filter: {} }, { kind: "set_status", status: "sold" });
    expect(body.errors[0].message).toContain("a sale has a buyer");
  });

  test("is one of ten, and is good for an hour", async () => {
    const { model } = await addCars([100]);
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const { body } = await preview({ filter: { model } }, { kind: "set_price", price: 5 });
      ids.push(body.data.id);
    }
    const known = await Promise.all(ids.map((id) => boss("GET", `/bulk-changes/${id}`)));
    expect(known.map(({ status }) => status)).toEqual([404, 404, ...Array(10).fill(200)]);
    stage.advance(HOUR);
    expect(codeOf(await apply(ids[11] as string))).toEqual([409, "PREVIEW_EXPIRED"]);
    expect(await pricesOf(model)).toEqual([100]);
  });
});

describe("a change", () => {
  test("is what was previewed, written down for each car", async () => {
    const { model, ids } = await addCars([100_000_000, 90_000_000]);
    const change = { kind: "add_to_price", amount: -1_234_567, roundTo: 100_000 };
    const { body } = await preview({ ids: [...ids, ids[0]] }, change);
    const applied = await apply(body.data.id, "all_or_nothing");
    expect(applied).toMatchObject({
      status: 200,
      body: { data: { status: "applied", counts: { changed: 2, planned: 0 } } },
    });
    expect(applied.body.data.undoUntil).toBe(stage.at(DAY));
    expect(await rows(model)).toMatchObject([
      { price: "98800000", version: 2 },
      { price: "88800000", version: 2 },
    ]);
    expect(await eventsOf(ids[0] as string)).toEqual([
      {
        ...{ action: "car.updated", actor_id: tenant.owner.id },
        before: { priceIdr: 100_000_000, bulkChangeId: null },
        after: { priceIdr: 98_800_000, bulkChangeId: body.data.id },
      },
    ]);
    const numbers = (await boss("GET", `/cars/${ids[0]}/numbers`)).body.data;
    expect(numbers.prices[0]).toMatchObject({ price: 98_800_000, change: -1_200_000 });
    expect(numbers.prices[0].by).toBe("Olla Owner");
    expect(await desk.jobs("notifySubscribers")).toHaveLength(1);
    expect(await desk.jobs("noteStockValue")).not.toEqual([]);
    const [live] = await stage.rows(
      "SELECT payload FROM live_events WHERE tenant_id = $1 AND kind = 'stock.changed' ORDER BY id DESC LIMIT 1",
    );
    expect(live.payload).toEqual({ bulkChangeId: body.data.id, outcome: "changed", cars: 2 });
    expect(codeOf(await apply(body.data.id))).toEqual([409, "BULK_APPLIED"]);
  });

  test("shows on the site at once", async () => {
    const { model, ids } = await addCars([100, 100]);
    const count = async () => {
      const response = await stage.app.send(tenant.host, `/api/cars?model=${model}`);
      return ((await response.json()) as { meta: { total: number } }).meta.total;
    };
    const [first] = await rows(model);
    expect(await count()).toBe(2);
    const { body } = await preview({ ids }, { kind: "set_status", status: "draft" });
    await apply(body.data.id);
    expect(await count()).toBe(0);
    await undo(body.data.id);
    expect(await count()).toBe(2);
    // Off the site and on it again it stands as long as it did.
    expect((await rows(model))[0]).toEqual({ ...first, version: 3 });
  });

  test("publishes drafts as of now, and its undoing takes that back", async () => {
    const { model, ids } = await addCars([100], { status: "draft" });
    const [draft] = await rows(model);
    const { body } = await preview({ ids }, { kind: "set_status", status: "available" });
    await apply(body.data.id);
    expect(await rows(model)).toMatchObject([{ status: "available", listed_at: stage.now() }]);
    await undo(body.data.id);
    expect(await rows(model)).toEqual([{ ...draft, version: 3 }]);
  });

  test("leaves and names cars that changed since, or is refused", async () => {
    const { model, ids } = await addCars([100, 100, 100, 100]);
    const { body } = await preview({ ids }, { kind: "set_price", price: 90 });
    await stage.change(ids[0] as string, { color: "Merah" });
    const gone = await boss("DELETE", `/cars/${ids[1]}`, undefined, { "If-Match": '"1"' });
    expect(gone.status).toBe(204);
    await boss("POST", `/cars/${ids[2]}/hold`, {
      ...{ leadId: await desk.addLead(), until: stage.at(DAY) },
    });
    const whole = await apply(body.data.id, "all_or_nothing");
    expect(codeOf(whole)).toEqual([409, "CARS_CHANGED"]);
    expect(whole.body.errors.map(({ message }: { message: string }) => message)).toEqual([
      "was changed since the preview",
      "was removed",
      "was changed since the preview",
    ]);
    expect(await pricesOf(model)).toEqual([100, 100, 100]);
    const { counts } = (await apply(body.data.id)).body.data;
    expect(counts).toMatchObject({ planned: 0, changed: 1, left: 3 });
    expect(await pricesOf(model)).toEqual([100, 100, 90]);
    const left = await carsOf(body.data.id, "outcome=left");
    expect(left.map(({ reason }: { reason: string }) => reason)).toEqual([
      ...["changed_since", "removed", "changed_since"],
    ]);
  });

  test("is not for whoever may not write", async () => {
    const { ids } = await addCars([100]);
    const key = await boss("POST", "/api-keys", { name: "Board", scopes: ["cars:read"] });
    const response = await stage.app.send(tenant.host, "/api/admin/bulk-changes", {
      method: "POST",
      headers: { Authorization: `Bearer ${key.body.data.key}` },
      body: JSON.stringify({ cars: { ids }, change: { kind: "set_price", price: 1 } }),
    });
    expect(response.status).toBe(403);
  });
});

describe("undoing", () => {
  test("gives back what was there, but to cars that changed since", async () => {
    const { model, ids } = await addCars([100, 200]);
    const { body } = await preview({ ids }, { kind: "set_price", price: 150 });
    await apply(body.data.id);
    stage.advance(1_000);
    await stage.change(ids[1] as string, { price: 170 });
    const undone = await undo(body.data.id);
    expect(undone).toMatchObject({
      status: 200,
      body: { data: { status: "undone", counts: { undone: 1, kept: 1 }, undoneAt: stage.at(0) } },
    });
    expect(await pricesOf(model)).toEqual([100, 170]);
    expect(await carsOf(body.data.id, "outcome=kept")).toMatchObject([
      { carId: ids[1], reason: "changed_since" },
    ]);
    expect((await eventsOf(ids[0] as string)).at(-1)).toMatchObject({
      ...{ action: "car.updated", before: { priceIdr: 150 } },
      after: { priceIdr: 100, undoneBulkChangeId: body.data.id },
    });
    expect(codeOf(await undo(body.data.id))).toEqual([409, "BULK_UNDONE"]);
  });

  test("is possible for a day, of what was applied", async () => {
    const { model, ids } = await addCars([100]);
    const { body } = await preview({ ids }, { kind: "set_price", price: 150 });
    expect(codeOf(await undo(body.data.id))).toEqual([409, "BULK_NOT_APPLIED"]);
    await apply(body.data.id);
    stage.advance(DAY);
    expect(codeOf(await undo(body.data.id))).toEqual([409, "UNDO_TOO_LATE"]);
    expect(await pricesOf(model)).toEqual([150]);
  });
});

test("a hundred changes of overlapping cars at once leave each car as one of them made it", async () => {
  const { model, ids } = await addCars(Array(12).fill(100_000_000));
  const call = await desk.as(tenant.owner.id);
  // More than the previews that a dealership keeps: rows as a preview writes them.
  const bulks: string[] = [];
  for (let n = 0; n < 100; n += 1) {
    const id = await insert("bulk_changes", {
      ...{ change: { kind: "set_price", price: 100_000_001 + n }, created_at: stage.now() },
    });
    const some = ids.filter((_, at) => (at + n) % 3 > 0);
    for (const carId of n % 2 ? some : some.reverse()) {
      await insert("bulk_change_cars", {
        ...{ bulk_change_id: id, car_id: carId, display_code: "C", title: "T", version: 1 },
        ...{ status_before: "available", status_after: "available", price_before: 100_000_000 },
        ...{ price_after: 100_000_001 + n, listed_before: stage.now(), outcome: "planned" },
      });
    }
    bulks.push(id);
  }
  /** Again while the database has no connection to spare. */
  const insist = async (id: string): Promise<{ status: number }> => {
    const answer = await apply(id, "leave_changed", call);
    return answer.status === 503 ? insist(id) : answer;
  };
  const answers = await Promise.all([
    ...bulks.map(insist),
    ...ids.map((id) => call("PATCH", `/cars/${id}`, { color: "Merah", version: 1 })),
  ]);
  const applied = answers.slice(0, 100);
  expect(new Set(applied.map(({ status }) => status))).toEqual(new Set([200]));
  expect(
    new Set(answers.slice(100).map(({ status }) => status)).isSubsetOf(new Set([200, 409, 503])),
  );
  // Each car was changed once, by one of them, and says by which.
  for (const { id, price, version } of await rows(model)) {
    expect(version).toBe(2);
    const by = Number(price) - 100_000_001;
    const changed = await stage.rows(
      "SELECT bulk_change_id FROM bulk_change_cars WHERE tenant_id = $1 AND car_id = $2 AND outcome = 'changed'",
      id,
    );
    expect(changed).toEqual(by < 0 ? [] : [{ bulk_change_id: bulks[by] }]);
    expect(await eventsOf(id)).toHaveLength(1);
  }
});
