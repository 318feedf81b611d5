/** A car is published and taken back at a time, or left where that cannot be. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import type { TaskPayload } from "../../src/jobs/contracts.ts";
import { followScheduleJob } from "../../src/jobs/handlers/follow-schedule.ts";
import { eventually } from "../support/eventually.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { DAY, HOUR, setHoldStage } from "../support/hold-stage.ts";
import { takeJobs } from "../support/jobs-of.ts";

const stage = await setHoldStage();
const { app, owner, tenant, desk, boss } = stage;
const lead = await desk.addLead();
beforeEach(() => stage.restart());
afterAll(async () => {
  await forgetJobs(owner, "followSchedule", "noteStockValue");
  await stage.close();
});

const schedule = (id: string, plan: object, call = boss) =>
  call("PUT", `/cars/${id}/schedule`, plan);
/** Does the moves that are due by the stage's clock, as the worker does them. */
const work = async () => {
  const due = await takeJobs<TaskPayload<"followSchedule">>(
    ...([owner, tenant.id, "followSchedule", stage.now()] as const),
  );
  for (const payload of due) await followScheduleJob(app.deps, payload);
  return due;
};
const publicStatus = async (slug: string) =>
  (await app.send(tenant.host, `/api/cars/${slug}`)).status;
/** Of what a job changed, every process shows it within a second. */
const comesTo = (slug: string, status: number) =>
  eventually(async () => (await publicStatus(slug)) === status);
const told = () =>
  stage.rows(
    "SELECT staff_id FROM notifications WHERE tenant_id = $1 AND kind = 'schedule_left' ORDER BY id",
  );
const eventsOf = (id: string) =>
  stage.rows(
    "SELECT actor_kind, action, before, after FROM audit_events WHERE tenant_id = $1 AND subject_id = $2 ORDER BY at, id",
    id,
  );
const draft = (more = {}) => stage.addCar({ status: "draft", ...more });

describe("a schedule", () => {
  test("publishes a draft at its time and takes it back later", async () => {
    const id = await draft();
    const [publishAt, unpublishAt] = [stage.at(DAY), stage.at(3 * DAY)];
    const planned = await schedule(id, {
      publishAt: publishAt.replace("Z", "+00:00"),
      unpublishAt,
    });
    expect(planned).toEqual({ status: 200, body: { data: { publishAt, unpublishAt } } });
    const { slug, version, schedule: seen } = await stage.car(id);
    expect({ version, seen }).toEqual({ version: 1, seen: { publishAt, unpublishAt } });

    stage.advance(DAY - 1);
    expect(await work()).toEqual([]);
    expect(await publicStatus(slug)).toBe(404);
    stage.advance(1);
    await work();
    await comesTo(slug, 200);
    expect(await stage.car(id)).toMatchObject({
      ...{ status: "available", listedAt: publishAt, version: 2 },
      schedule: { publishAt: null, unpublishAt },
    });
    expect((await desk.jobs("notifySubscribers")).length).toBe(1);
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      ...{ actor_kind: "job", action: "car.updated" },
      ...{ before: { status: "draft" }, after: { status: "available" } },
    });

    stage.advance(2 * DAY);
    await work();
    await comesTo(slug, 404);
    expect(await stage.car(id)).toMatchObject({ status: "draft", schedule: null });
    expect(await told()).toEqual([]);
  });

  test("that comes late ends where it would have ended", async () => {
    const id = await draft();
    await schedule(id, { publishAt: stage.at(HOUR), unpublishAt: stage.at(2 * HOUR) });
    stage.advance(DAY);
    await work();
    expect(await stage.car(id)).toMatchObject({ status: "draft", version: 1, schedule: null });
  });

  test("is followed once by two workers at the same time", async () => {
    const id = await draft();
    await schedule(id, { publishAt: stage.at(HOUR) });
    stage.advance(HOUR);
    const plan = { carTitle: "2019 Toyota Avanza", setById: tenant.owner.id };
    const job = { tenantId: tenant.id, carId: id, plan };
    await Promise.all(Array.from({ length: 4 }, () => followScheduleJob(app.deps, job)));
    expect(await stage.car(id)).toMatchObject({ status: "available", version: 2 });
    const moves = (await eventsOf(id)).filter(({ action }) => action === "car.updated");
    expect(moves.length).toBe(1);
  });

  test("replaces the one before, and is cancelled", async () => {
    const id = await draft();
    await schedule(id, { publishAt: stage.at(HOUR) });
    await schedule(id, { publishAt: stage.at(3 * HOUR) });
    stage.advance(HOUR);
    await work();
    expect(await stage.car(id)).toMatchObject({ status: "draft" });
    expect((await boss("DELETE", `/cars/${id}/schedule`)).status).toBe(204);
    expect((await boss("DELETE", `/cars/${id}/schedule`)).status).toBe(404);
    stage.advance(DAY);
    await work();
    expect(await stage.car(id)).toMatchObject({ status: "draft", schedule: null });
  });

  test("that was cancelled is nothing to be told of when the car is deleted", async () => {
    const id = await draft();
    await schedule(id, { publishAt: stage.at(HOUR) });
    await boss("DELETE", `/cars/${id}/schedule`);
    await boss("DELETE", `/cars/${id}`, undefined, { "If-Match": '"1"' });
    const before = await told();
    stage.advance(HOUR);
    await work();
    expect(await told()).toEqual(before);
  });

  test.each<[string, (of: { at: (ms: number) => string }) => object, string]>([
    ["in the past", ({ at }) => ({ publishAt: at(-1) }), "publishAt"],
    ["beyond a year", ({ at }) => ({ publishAt: at(367 * DAY) }), "publishAt"],
    ["without a zone", () => ({ publishAt: "2037-01-01T10:00:00" }), "publishAt"],
    ["of no moment", () => ({}), "publishAt"],
    [
      "the wrong way round",
      ({ at }) => ({ publishAt: at(2 * DAY), unpublishAt: at(DAY) }),
      "unpublishAt",
    ],
  ])("%s is refused", async (_, plan, path) => {
    const id = await draft();
    const refused = await schedule(id, plan(stage));
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, path]);
    expect((await stage.car(id)).schedule).toBeNull();
  });

  test.each([
    ["available", "publishAt", "CAR_NOT_DRAFT"],
    ["booking", "unpublishAt", "CAR_NOT_AVAILABLE"],
    ["sold", "publishAt", "CAR_NOT_DRAFT"],
    ["draft", "unpublishAt", "CAR_NOT_AVAILABLE"],
  ])("of a car that is %s has no %s", async (status, moment, code) => {
    const id = await stage.addCar({ status });
    const refused = await schedule(id, { [moment]: stage.at(DAY) });
    expect([refused.status, refused.body.code]).toEqual([409, code]);
  });
});

describe("a change by hand", () => {
  test("that publishes leaves of the schedule what is still to come", async () => {
    const id = await draft();
    const unpublishAt = stage.at(2 * DAY);
    await schedule(id, { publishAt: stage.at(DAY), unpublishAt });
    const changed = await stage.change(id, { status: "available" });
    expect(changed.body.data.schedule).toEqual({ publishAt: null, unpublishAt });
    stage.advance(2 * DAY);
    await work();
    expect(await stage.car(id)).toMatchObject({ status: "draft", schedule: null });
  });

  test.each(["draft", "sold"])("to %s ends the schedule", async (status) => {
    const id = await stage.addCar();
    await schedule(id, { unpublishAt: stage.at(DAY) });
    await stage.change(id, { status });
    expect((await stage.car(id)).schedule).toBeNull();
    expect((await eventsOf(id)).at(-1)?.before.schedule).toMatchObject({ publishAt: null });
    const before = (await told()).length;
    stage.advance(DAY);
    await work();
    expect((await told()).length).toBe(before);
  });
});

test("a bulk change does to schedules what a change by hand does, and a new price nothing", async () => {
  const [publishAt, unpublishAt] = [stage.at(DAY), stage.at(2 * DAY)];
  const ids = [await draft(), await draft(), await draft()];
  const [both = "", first = "", priced = ""] = ids;
  await schedule(both, { publishAt, unpublishAt });
  await schedule(first, { publishAt });
  await schedule(priced, { publishAt });
  const bulk = async (some: string[], change: object) => {
    const { body } = await boss("POST", "/bulk-changes", { cars: { ids: some }, change });
    const applied = await boss("POST", `/bulk-changes/${body.data.id}/apply`, {
      mode: "all_or_nothing",
    });
    expect(applied.status).toBe(200);
    return body.data.id;
  };
  const schedules = () =>
    Promise.all(ids.map(async (id) => (await stage.car(id)).schedule?.publishAt));
  await bulk([priced], { kind: "set_price", price: 90_000_000 });
  const id = await bulk([both, first], { kind: "set_status", status: "available" });
  expect(await schedules()).toEqual([null, undefined, publishAt]);
  expect((await boss("POST", `/bulk-changes/${id}/undo`)).status).toBe(200);
  expect((await stage.car(both)).schedule).toBeNull();
  stage.advance(2 * DAY);
  await work();
  const statuses = await Promise.all(ids.map(async (one) => (await stage.car(one)).status));
  expect(statuses).toEqual(["draft", "draft", "available"]);
});

describe("a car is left, and whoever planned it is told:", () => {
  const cases: [string, () => Promise<string>, (id: string) => Promise<unknown>, string | null][] =
    [
      [
        "held",
        () => stage.addCar(),
        (id) => boss("POST", `/cars/${id}/hold`, { leadId: lead, until: stage.at(5 * DAY) }),
        "booking",
      ],
      [
        "sold",
        () => stage.addCar(),
        (id) => boss("POST", `/cars/${id}/sale`, { leadId: lead }),
        "sold",
      ],
      ["without a price", () => draft({ price: null }), async () => {}, "draft"],
      [
        "deleted",
        () => draft(),
        (id) => boss("DELETE", `/cars/${id}`, undefined, { "If-Match": '"1"' }),
        null,
      ],
    ];
  test.each(cases)("%s", async (_, add, meanwhile, status) => {
    const id = await add();
    const moment = status === "booking" || status === "sold" ? "unpublishAt" : "publishAt";
    const ani = await desk.addSales("Ani");
    const planned = await schedule(id, { [moment]: stage.at(DAY) }, stage.as(ani));
    expect(planned.status).toBe(200);
    await meanwhile(id);
    stage.advance(DAY);
    await work();
    expect((await told()).filter(({ staff_id }) => staff_id === ani).length).toBe(1);
    if (!status) return;
    expect(await stage.car(id)).toMatchObject({ status, schedule: null });
    expect((await eventsOf(id)).at(-1)).toMatchObject({
      ...{ actor_kind: "job", action: "car.schedule_left" },
    });
  });
});
