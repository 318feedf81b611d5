/** A car is held for one lead at a time, and free again when that is over. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { expireHoldJob } from "../../src/jobs/handlers/expire-hold.ts";
import { DAY, HOUR, setHoldStage } from "../support/hold-stage.ts";
import { json } from "../support/json.ts";

const stage = await setHoldStage();
const { app, tenant, desk, boss } = stage;
afterAll(() => stage.close());

let ani: string;
let lead: string;
beforeAll(async () => {
  ani = await desk.addSales("Ani");
  lead = await desk.addLead({ name: "Budi", assignee_id: ani });
});
beforeEach(() => stage.restart());

const hold = (carId: string, more: Record<string, unknown> = {}, call = boss) =>
  call("POST", `/cars/${carId}/hold`, { leadId: lead, until: stage.at(2 * DAY), ...more });
const codeOf = ({ status, body }: { status: number; body: { code: string } | null }) => [
  status,
  body?.code,
];
const statusOf = async (id: string) => (await stage.car(id)).status;

describe("a hold", () => {
  test("takes the car off offer until its end, with what was noted", async () => {
    const carId = await stage.addCar();
    const until = stage.at(2 * DAY);
    const made = await hold(carId, { depositIdr: 5_000_000, note: "Bayar Jumat" });
    expect(made).toMatchObject({
      status: 201,
      body: {
        data: {
          ...{ carId, lead: { id: lead, name: "Budi" }, takenBy: { id: tenant.owner.id }, until },
          ...{ depositIdr: 5_000_000, note: "Bayar Jumat", endedAt: null, outcome: null },
        },
      },
    });
    const car = await stage.car(carId);
    expect(car).toMatchObject({ status: "booking", version: 2 });
    const page = await json(await app.send(tenant.host, `/api/cars/${car.slug}`));
    expect(page.data.status).toBe("booking");
    expect((await boss("GET", `/cars/${carId}/hold`)).body).toEqual(made.body);
    expect(await desk.timeline(lead)).toContainEqual({
      kind: "car_held",
      details: { holdId: made.body.data.id, carId, carTitle: "2019 Toyota Avanza", until },
    });
  });

  test("goes to one of a hundred who try at once", async () => {
    const carId = await stage.addCar();
    const leads = await Promise.all(Array.from({ length: 10 }, () => desk.addLead()));
    const call = await desk.as(tenant.owner.id);
    const tries = await Promise.all(
      Array.from({ length: 100 }, (_, n) => hold(carId, { leadId: leads[n % 10] }, call)),
    );
    const won = tries.filter(({ status }) => status === 201);
    expect(won.length).toBe(1);
    const lost = tries.filter((one) => one !== won[0]).map(codeOf);
    expect(lost).toEqual(Array(99).fill([409, "CAR_HELD"]));
    const held = await stage.holdsOf(carId);
    expect(held.map(({ id }) => id)).toEqual([won[0]?.body.data.id]);
    expect(await stage.car(carId)).toMatchObject({ status: "booking", version: 2 });
  });

  test("tells whoever comes later until when", async () => {
    const carId = await stage.addCar();
    await hold(carId);
    const late = await hold(carId);
    expect(codeOf(late)).toEqual([409, "CAR_HELD"]);
    expect(late.body.detail).toContain(stage.at(2 * DAY));
  });

  test.each(["draft", "booking", "sold"])("is not for a car that is %s", async (status) => {
    const carId = await stage.addCar({ status });
    expect(codeOf(await hold(carId))).toEqual([409, "CAR_NOT_AVAILABLE"]);
    expect(await statusOf(carId)).toBe(status);
  });

  test.each([
    ["until", { until: new Date(0).toISOString() }],
    ["until", { until: "2099-01-01T00:00:00Z" }],
    ["until", { until: "besok" }],
    ["depositIdr", { depositIdr: 0 }],
    ["leadId", { leadId: crypto.randomUUID() }],
  ])("has a sound %s: %o", async (path, wrong) => {
    const carId = await stage.addCar();
    const refused = await hold(carId, wrong);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
    expect(await statusOf(carId)).toBe("available");
  });

  test("may last for 60 days and no longer", async () => {
    const carId = await stage.addCar();
    const beyond = new Date(stage.now().getTime() + 60 * DAY + 1).toISOString();
    expect((await hold(carId, { until: beyond })).status).toBe(400);
    expect((await hold(carId, { until: stage.at(60 * DAY) })).status).toBe(201);
  });
});

describe("released", () => {
  test("the car is on offer again, and may be held for another", async () => {
    const carId = await stage.addCar();
    await hold(carId);
    expect((await boss("DELETE", `/cars/${carId}/hold`)).status).toBe(204);
    expect(await statusOf(carId)).toBe("available");
    expect((await boss("GET", `/cars/${carId}/hold`)).status).toBe(404);
    expect((await boss("DELETE", `/cars/${carId}/hold`)).status).toBe(404);
    stage.advance(1);
    const other = await desk.addLead({ name: "Siti" });
    expect((await hold(carId, { leadId: other })).status).toBe(201);
    const { body } = await boss("GET", `/cars/${carId}/holds`);
    expect(body.data).toMatchObject([
      { lead: { name: "Siti" }, outcome: null },
      { lead: { name: "Budi" }, outcome: "released", endedAt: expect.any(String) },
    ]);
    // The end of the first one is none of the second's.
    stage.advance(2 * DAY - 1);
    expect(await stage.work()).toBe(1);
    expect(await statusOf(carId)).toBe("booking");
  });

  test("it is by whoever may see the lead alone", async () => {
    const carId = await stage.addCar();
    await hold(carId, { note: "Rahasia" });
    const beni = stage.as(await desk.addSales("Beni"));
    const seen = (await beni("GET", `/cars/${carId}/hold`)).body.data;
    expect(seen).toMatchObject({ lead: null, note: null, until: stage.at(2 * DAY) });
    expect((await beni("DELETE", `/cars/${carId}/hold`)).status).toBe(403);
    const until = stage.at(DAY);
    expect((await beni("PATCH", `/cars/${carId}/hold`, { until })).status).toBe(403);
    const free = await stage.addCar();
    const named = await hold(free, {}, beni);
    expect([named.status, named.body.errors[0].path]).toEqual([400, "leadId"]);
    expect((await stage.as(ani)("DELETE", `/cars/${carId}/hold`)).status).toBe(204);
  });
});

describe("at its end", () => {
  test("the car is on offer again, once, and those concerned are told", async () => {
    const carId = await stage.addCar();
    const { body } = await hold(carId);
    stage.advance(2 * DAY - HOUR);
    expect(await stage.work()).toBe(0);
    expect(await statusOf(carId)).toBe("booking");
    stage.advance(HOUR);
    const before = (await desk.notices()).length;
    await stage.work();
    const holdId = body.data.id;
    await expireHoldJob(app.deps, { tenantId: tenant.id, carId, holdId });
    expect(await statusOf(carId)).toBe("available");
    expect(await stage.holdsOf(carId)).toMatchObject([
      { outcome: "expired", ended_at: stage.now() },
    ]);
    const told = (await desk.notices()).slice(before);
    expect(told.map(({ staff_id }) => staff_id).sort()).toEqual([ani, tenant.owner.id].sort());
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(["hold_expired"]));
    expect((await desk.timeline(lead)).at(-1)).toMatchObject({ kind: "hold_expired" });
    const { rows } = await stage.owner.query(
      "SELECT actor_kind FROM audit_events WHERE action = 'car.hold_expired' AND subject_id = $1",
      [carId],
    );
    expect(rows).toEqual([{ actor_kind: "job" }]);
  });

  test("which may be put off, one that was extended stays", async () => {
    const carId = await stage.addCar();
    const first = await hold(carId);
    const until = stage.at(5 * DAY);
    const extended = await boss("PATCH", `/cars/${carId}/hold`, { until });
    expect(extended).toMatchObject({ status: 200, body: { data: { until, outcome: null } } });
    const jobs = (await desk.jobs("expireHold")).filter(({ payload }) => payload.carId === carId);
    expect(jobs.map(({ run_at }) => run_at.toISOString())).toEqual([until]);
    stage.advance(2 * DAY);
    const holdId = first.body.data.id;
    await expireHoldJob(app.deps, { tenantId: tenant.id, carId, holdId });
    expect(await statusOf(carId)).toBe("booking");
    stage.advance(3 * DAY);
    await stage.work();
    expect(await statusOf(carId)).toBe("available");
    const late = await boss("PATCH", `/cars/${carId}/hold`, { until: stage.at(DAY) });
    expect(late.status).toBe(404);
  });

  test("an extension has bounds as well", async () => {
    const carId = await stage.addCar();
    await hold(carId);
    for (const until of [stage.at(-1), stage.at(61 * DAY)]) {
      const refused = await boss("PATCH", `/cars/${carId}/hold`, { until });
      expect([refused.status, refused.body.errors[0].path]).toEqual([400, "until"]);
    }
  });
});

describe("while it is held", () => {
  test.each(["available", "sold"])("no plain change makes a car %s", async (status) => {
    const carId = await stage.addCar();
    await hold(carId);
    expect(codeOf(await stage.change(carId, { status }))).toEqual([409, "CAR_HELD"]);
    expect((await stage.change(carId, { price: 140_000_000, status: "booking" })).status).toBe(200);
    expect(await statusOf(carId)).toBe("booking");
  });

  test("a car is not deleted; without a hold it goes with its history", async () => {
    const carId = await stage.addCar();
    await hold(carId);
    const remove = async () => {
      const { version } = await stage.car(carId);
      const token = await desk.as(tenant.owner.id);
      return token("DELETE", `/cars/${carId}`, undefined, { "If-Match": `"${version}"` });
    };
    expect(codeOf(await remove())).toEqual([409, "CAR_HELD"]);
    await boss("DELETE", `/cars/${carId}/hold`);
    expect((await remove()).status).toBe(204);
    expect(await stage.holdsOf(carId)).toEqual([]);
  });
});

describe("the person's", () => {
  test("data are exported, and erased with the hold's end", async () => {
    const person = await desk.addLead({ name: "Dewi" });
    const [free, held] = [await stage.addCar(), await stage.addCar()];
    await hold(free, { leadId: person, note: "Istri setuju" });
    await boss("DELETE", `/cars/${free}/hold`);
    stage.advance(1);
    await hold(held, { leadId: person, depositIdr: 1_000_000, note: "Transfer BCA" });
    const exported = (await boss("GET", `/leads/${person}/export`)).body.data;
    expect(exported.holds).toMatchObject([
      { car: "2019 Toyota Avanza", note: "Istri setuju", outcome: "released" },
      { car: "2019 Toyota Avanza", note: "Transfer BCA", depositIdr: 1_000_000, outcome: null },
    ]);
    expect((await boss("DELETE", `/leads/${person}/personal-data`)).status).toBe(204);
    expect(await statusOf(held)).toBe("available");
    expect(await stage.holdsOf(held)).toMatchObject([{ outcome: "released", note: null }]);
    expect(await stage.holdsOf(free)).toMatchObject([{ outcome: "released", note: null }]);
  });
});
