/** A car is sold to one buyer, whatever the order of requests, and comes back with a reason alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { newNumber } from "../support/attack-rows.ts";
import { DAY, setHoldStage } from "../support/hold-stage.ts";

const stage = await setHoldStage();
const { tenant, desk, boss } = stage;
afterAll(() => stage.close());

let ani: string;
let lead: string;
let other: string;
beforeAll(async () => {
  ani = await desk.addSales("Ani");
  lead = await desk.addLead({ name: "Budi", assignee_id: ani });
  other = await desk.addLead({ name: "Siti" });
});
beforeEach(() => stage.restart());

type Given = Record<string, unknown>;
const sell = (carId: string, sale: Given = {}, call = boss) =>
  call("POST", `/cars/${carId}/sale`, sale);
const hold = (carId: string, leadId = lead, call = boss) =>
  call("POST", `/cars/${carId}/hold`, { leadId, until: stage.at(2 * DAY) });
const reopen = (carId: string, reason = "Kredit ditolak", call = boss) =>
  call("POST", `/cars/${carId}/reopen`, { reason });
const codeOf = ({ status, body }: { status: number; body: { code: string } | null }) => [
  status,
  body?.code,
];
const kindsOf = async (id: string) => (await desk.timeline(id)).map(({ kind }) => kind);
const statusOf = async (id: string) => (await stage.car(id)).status;
/** The day in Jakarta, where it is 10 in the morning. */
const day = (days = 0) => stage.at(days * DAY).slice(0, 10);

describe("a sale", () => {
  test("tells buyer, price, salesperson and day", async () => {
    const carId = await stage.addCar();
    const terms = { priceIdr: 145_000_000, soldOn: day(-1) };
    const sold = await sell(carId, { leadId: lead, salespersonId: ani, ...terms });
    expect(sold).toMatchObject({
      status: 201,
      body: {
        data: {
          ...{ carId, lead: { id: lead, name: "Budi" }, buyerName: null, ...terms },
          ...{ salesperson: { id: ani, name: "Ani" }, reopenedAt: null },
        },
      },
    });
    expect(await stage.car(carId)).toMatchObject({
      ...{ status: "sold", soldAt: stage.at(0), version: 2 },
    });
    expect((await boss("GET", `/cars/${carId}/sale`)).body).toEqual(sold.body);
    expect(await kindsOf(lead)).toContain("car_sold");
  });

  test("is today's at the car's price by whoever records it, to a buyer who is no lead", async () => {
    const carId = await stage.addCar();
    const { body } = await sell(carId, { buyerName: "Pak Joko", buyerPhone: "0812-3456-7890" });
    expect(body.data).toMatchObject({
      ...{ lead: null, buyerName: "Pak Joko", buyerPhone: "+6281234567890" },
      ...{ priceIdr: 150_000_000, soldOn: day(), salesperson: { id: tenant.owner.id } },
    });
  });

  test("by a plain change has no buyer", async () => {
    const carId = await stage.addCar();
    await stage.change(carId, { status: "sold", price: 140_000_000 });
    const { body } = await boss("GET", `/cars/${carId}/sale`);
    expect(body.data).toMatchObject({
      ...{ lead: null, buyerName: null, priceIdr: 140_000_000, soldOn: day() },
    });
    expect(codeOf(await sell(carId, { leadId: lead }))).toEqual([409, "CAR_SOLD"]);
  });

  test.each([
    ["leadId", () => ({ leadId: crypto.randomUUID() })],
    ["leadId", () => ({ leadId: lead, buyerName: "Joko" })],
    ["salespersonId", () => ({ salespersonId: crypto.randomUUID() })],
    ["soldOn", () => ({ soldOn: day(1) })],
    ["priceIdr", () => ({ priceIdr: 0 })],
    ["buyerPhone", () => ({ buyerPhone: "12" })],
  ])("has a sound %s", async (path, wrong) => {
    const carId = await stage.addCar();
    const refused = await sell(carId, wrong());
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
    expect([await statusOf(carId), await stage.salesOf(carId)]).toEqual(["available", []]);
  });

  test("is not of a draft", async () => {
    const carId = await stage.addCar({ status: "draft" });
    expect(codeOf(await sell(carId))).toEqual([409, "CAR_NOT_AVAILABLE"]);
  });
});

describe("a held car", () => {
  test("is sold to the lead that it is held for, and to nobody else", async () => {
    const carId = await stage.addCar();
    await hold(carId);
    for (const buyer of [{}, { leadId: other }, { buyerName: "Joko" }]) {
      expect(codeOf(await sell(carId, buyer))).toEqual([409, "CAR_HELD"]);
    }
    expect((await sell(carId, { leadId: lead })).status).toBe(201);
    expect(await stage.holdsOf(carId)).toMatchObject([{ outcome: "sold", ended_at: stage.now() }]);
    expect(codeOf(await hold(carId))).toEqual([409, "CAR_NOT_AVAILABLE"]);
    // The hold's end does not bring it back.
    stage.advance(3 * DAY);
    await stage.work();
    expect(await statusOf(carId)).toBe("sold");
  });
});

describe("of a hundred holds and sales at once", () => {
  test.each([
    ["an available car", false],
    ["a car that is held", true],
  ])("%s goes to one buyer", async (_, isHeld) => {
    const carId = await stage.addCar();
    if (isHeld) await hold(carId);
    const call = await desk.as(tenant.owner.id);
    const tries = await Promise.all(
      Array.from({ length: 100 }, (__, n) => {
        const leadId = n % 4 < 2 ? lead : other;
        return n % 2 ? sell(carId, { leadId }, call) : hold(carId, leadId, call);
      }),
    );
    const statuses = new Set(tries.map(({ status }) => status));
    expect(statuses).toEqual(new Set([201, 409]));
    // Whoever holds it may still buy it.
    const buyers = await stage.salesOf(carId);
    const holders = await stage.holdsOf(carId);
    expect(tries.filter(({ status }) => status === 201).length).toBe(
      buyers.length + holders.length - (isHeld ? 1 : 0),
    );
    expect(holders.length).toBeLessThanOrEqual(1);
    expect(buyers.length).toBe(1);
    for (const holder of holders) {
      expect([holder.outcome, holder.lead_id]).toEqual(["sold", buyers[0].lead_id]);
    }
    expect(await statusOf(carId)).toBe("sold");
  });
});

test("whatever is asked at once, status, hold and sale agree", async () => {
  const cars = [await stage.addCar(), await stage.addCar()];
  const leads: string[] = [];
  for (let n = 0; n < 6; n += 1) leads.push(await desk.addLead());
  const call = await desk.as(tenant.owner.id);
  const pick = <T>(choices: T[]) => choices[Math.floor(Math.random() * choices.length)] as T;
  const requests: ((car: string, leadId: string) => Promise<{ status: number; body: Given }>)[] = [
    (car, leadId) => hold(car, leadId, call),
    (car) => call("DELETE", `/cars/${car}/hold`),
    (car) => call("PATCH", `/cars/${car}/hold`, { until: stage.at(DAY) }),
    (car, leadId) => sell(car, { leadId }, call),
    (car) => reopen(car, "Batal", call),
    (_, leadId) => call("POST", `/leads/${leadId}/merge`, { leadId: pick(leads) }),
  ];
  const seen = new Set<unknown>();
  const ask = async () => {
    for (let n = 0; n < 15; n += 1) {
      const { status, body } = await pick(requests)(pick(cars), pick(leads));
      if (status >= 500) seen.add(body?.["code"]);
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  // A hold or sale that became another's meanwhile is to be asked again.
  expect(seen.difference(new Set(["BUSY"]))).toEqual(new Set());
  for (const car of cars) {
    const held = (await stage.holdsOf(car)).filter(({ ended_at }) => ended_at === null);
    const sold = (await stage.salesOf(car)).filter(({ reopened_at }) => reopened_at === null);
    const state = `${await statusOf(car)} ${held.length} ${sold.length}`;
    expect(["available 0 0", "booking 1 0", "sold 0 1"]).toContain(state);
  }
});

describe("a sold car", () => {
  test("comes back by reopening, and may be sold again", async () => {
    const carId = await stage.addCar();
    await sell(carId, { leadId: lead });
    expect((await reopen(carId)).status).toBe(204);
    expect(await stage.car(carId)).toMatchObject({ status: "available", soldAt: null });
    expect((await boss("GET", `/cars/${carId}/sale`)).status).toBe(404);
    expect(await kindsOf(lead)).toContain("sale_reopened");
    stage.advance(1);
    expect((await sell(carId, { leadId: other })).status).toBe(201);
    expect((await boss("GET", `/cars/${carId}/sales`)).body.data).toMatchObject([
      { lead: { name: "Siti" }, reopenedAt: null },
      {
        ...{ lead: { name: "Budi" }, reopenReason: "Kredit ditolak" },
        reopenedBy: { id: tenant.owner.id },
      },
    ]);
  });

  test("comes back by nothing else, not without a reason and not by sales", async () => {
    const carId = await stage.addCar();
    expect(codeOf(await reopen(carId))).toEqual([409, "CAR_NOT_SOLD"]);
    await sell(carId);
    expect((await reopen(carId, " ")).body.errors[0].path).toBe("reason");
    expect((await reopen(carId, "Batal", stage.as(ani))).status).toBe(403);
    expect(codeOf(await stage.change(carId, { status: "available" }))).toEqual([
      ...[409, "ILLEGAL_MOVE"],
    ]);
    expect(await statusOf(carId)).toBe("sold");
  });

  test("that came in as sold has a sale without buyer and seller from the start", async () => {
    const carId = await stage.addCar({ status: "sold" });
    const { body } = await boss("GET", `/cars/${carId}/sale`);
    expect(body.data).toMatchObject({
      ...{ lead: null, buyerName: null, salesperson: null, reopenedAt: null },
      ...{ priceIdr: 150_000_000, soldOn: day() },
    });
    expect((await reopen(carId)).status).toBe(204);
    expect(await stage.salesOf(carId)).toMatchObject([{ reopen_reason: "Kredit ditolak" }]);
  });

  test("that is deleted leaves its sale, with its name", async () => {
    const carId = await stage.addCar();
    const { body } = await sell(carId, { leadId: lead });
    const removed = await boss("DELETE", `/cars/${carId}`, undefined, { "If-Match": '"2"' });
    expect(removed.status).toBe(204);
    const [sale] = await stage.rows(
      "SELECT car_id, car_title FROM car_sales WHERE tenant_id = $1 AND id = $2",
      body.data.id,
    );
    expect(sale).toEqual({ car_id: null, car_title: "2019 Toyota Avanza" });
  });
});

describe("the lead that buys", () => {
  const moves = async (id: string) =>
    (await desk.timeline(id))
      .filter(({ kind }) => kind === "status_changed")
      .map(({ details }) => details as { from: string; to: string })
      .map(({ from, to }) => `${from} → ${to}`);
  const statusNow = async (id: string) => (await desk.lead(id))["status"];

  test.each([
    ["new", ["new → hot", "hot → closed"], "hot"],
    ["warm", ["warm → closed"], "warm"],
    ["lost", ["lost → hot", "hot → closed"], "hot"],
    ["closed", [], "closed"],
  ])("is closed from %s, nobody waits for it, and comes back with the car", async (...given) => {
    const [status, expected, after] = given;
    const due = { awaiting_since: stage.now(), reply_due_at: stage.now() };
    const buyer = await desk.addLead({
      ...{ status, lost_reason: status === "lost" ? "Mahal" : null },
      ...(status === "warm" && due),
    });
    const carId = await stage.addCar();
    expect((await sell(carId, { leadId: buyer })).status).toBe(201);
    expect(await desk.lead(buyer)).toMatchObject({
      ...{ status: "closed", awaiting_since: null, reply_due_at: null },
    });
    expect(await moves(buyer)).toEqual(expected);
    stage.advance(1_000);
    expect((await reopen(carId)).status).toBe(204);
    expect(await statusNow(buyer)).toBe(after);
  });

  test("stays closed when it bought another car too", async () => {
    const buyer = await desk.addLead({ status: "hot" });
    const [first, second] = [await stage.addCar(), await stage.addCar()];
    await sell(first, { leadId: buyer });
    await sell(second, { leadId: buyer });
    await reopen(first);
    expect(await statusNow(buyer)).toBe("closed");
    await reopen(second);
    expect(await statusNow(buyer)).toBe("hot");
  });

  test("stays as staff moved it since", async () => {
    const buyer = await desk.addLead({ status: "hot" });
    const carId = await stage.addCar();
    await sell(carId, { leadId: buyer });
    stage.advance(1_000);
    for (const status of ["warm", "closed"])
      await boss("PUT", `/leads/${buyer}/status`, { status });
    await reopen(carId);
    expect(await statusNow(buyer)).toBe("closed");
  });

  test("stays open when its sale is refused", async () => {
    const buyer = await desk.addLead({ status: "hot" });
    const carId = await stage.addCar();
    await hold(carId);
    expect((await sell(carId, { leadId: buyer })).status).toBe(409);
    expect([await statusNow(buyer), await moves(buyer)]).toEqual(["hot", []]);
  });
});

describe("the buyer", () => {
  test("is told to whoever may know of the person", async () => {
    const carId = await stage.addCar();
    await sell(carId, { leadId: lead });
    const beni = stage.as(await desk.addSales("Beni"));
    const { body } = await beni("GET", `/cars/${carId}/sale`);
    expect(body.data).toMatchObject({ lead: null, priceIdr: 150_000_000 });
  });

  test("is exported, and erased from the sale, which stays", async () => {
    const phone = newNumber();
    const person = await desk.addLead({ name: "Dewi", phone });
    const [first, second] = [await stage.addCar(), await stage.addCar()];
    await sell(first, { leadId: person });
    stage.advance(1);
    await sell(second, { buyerName: "Dewi", buyerPhone: phone });
    const exported = (await boss("GET", `/leads/${person}/export`)).body.data;
    const bought = { car: "2019 Toyota Avanza", priceIdr: 150_000_000, soldOn: day() };
    expect(exported.purchases).toEqual(Array(2).fill({ ...bought, reopenedAt: null }));
    await boss("DELETE", `/leads/${person}/personal-data`);
    expect(await stage.salesOf(second)).toMatchObject([{ buyer_name: null, buyer_phone: null }]);
    const { body } = await boss("GET", `/cars/${first}/sale`);
    expect(body.data).toMatchObject({ lead: null, priceIdr: 150_000_000 });
  });
});
