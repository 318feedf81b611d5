/** Settings of the inbox, shifts, periods and who is available, as staff set them. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { connect } from "../support/attack-database.ts";
import type { Call } from "../support/call-as.ts";
import { type Desk, deskOf } from "../support/desk.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

let now = new Date("2026-11-20T10:00:00+07:00");
const app = createTestApp({ clock: () => now });
let owner: pg.Client;
let desk: Desk;
let asOwner: Call;
let asAni: Call;
let ani: string;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  const hours = { open: "09:00", close: "17:00" };
  const tenant = await createTestTenant(app, { openingHours: { fri: hours, sat: hours } });
  desk = deskOf(app, owner, tenant);
  asOwner = await desk.as(tenant.owner.id);
  ani = await desk.addSales("Ani");
  asAni = await desk.as(ani);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

const pathsOf = (body: { errors: { path: string }[] }) => body.errors.map(({ path }) => path);
const shift = { weekday: 5, startsAt: "08:00", endsAt: "16:00", breakFrom: null, breakTo: null };

describe("the settings", () => {
  test("have usual values, are replaced as a whole, and read by sales", async () => {
    const { body } = await asAni("GET", "/inbox/settings");
    expect(body.data.targets).toEqual({ firstReply: 15, remindAfter: 10, escalateAfter: 30 });
    const change = { targets: { firstReply: 5, remindAfter: 4 }, digest: { at: "07:30" } };
    const changed = await asOwner("PUT", "/inbox/settings", change);
    expect(changed.body.data).toEqual({
      ...body.data,
      targets: { firstReply: 5, remindAfter: 4, escalateAfter: 30 },
      digest: { isOn: true, at: "07:30" },
    });
    expect((await asAni("GET", "/inbox/settings")).body.data).toEqual(changed.body.data);
    expect((await asAni("PUT", "/inbox/settings", change)).status).toBe(403);
    expect((await asOwner("PUT", "/inbox/settings", {})).body.data).toEqual(body.data);
  });

  test.each([
    ["targets.firstReply", { targets: { firstReply: 0 } }],
    ["targets.escalateAfter", { targets: { remindAfter: 40 } }],
    ["assignment.mode", { assignment: { mode: "auction" } }],
    ["greeting.text", { greeting: { text: "x".repeat(1_001) } }],
    ["digest.at", { digest: { at: "24:00" } }],
  ])("are refused for %s", async (path, settings) => {
    const { status, body } = await asOwner("PUT", "/inbox/settings", settings);
    expect(status).toBe(400);
    expect(pathsOf(body)).toContain(path);
  });
});

describe("somebody's shifts", () => {
  test("are one week and one for each period, each replaced as a whole", async () => {
    const period = await asOwner("POST", "/calendar-periods", {
      ...{ name: "Ramadan", startsOn: "2027-02-08", endsOn: "2027-03-09" },
      openingHours: { fri: { open: "10:00", close: "15:00" } },
    });
    const periodId = period.body.data.id;
    const path = `/staff/${ani}/shifts`;
    const week = [shift, { ...shift, weekday: 1, breakFrom: "12:00", breakTo: "13:00" }];
    const set = await asOwner("PUT", path, { shifts: week });
    expect(set.body.data).toEqual({ periodId: null, shifts: week.toReversed() });
    const short = [{ ...shift, startsAt: "10:00", endsAt: "14:00" }];
    await asOwner("PUT", path, { shifts: short, periodId });
    const read = async (query = "") => (await asAni("GET", path + query)).body.data.shifts;
    expect(await read()).toEqual(week.toReversed());
    expect(await read(`?periodId=${periodId}`)).toEqual(short);
    expect((await asAni("PUT", path, { shifts: [] })).status).toBe(403);
    expect((await asOwner("DELETE", `/calendar-periods/${periodId}`)).status).toBe(204);
    expect((await asAni("GET", `${path}?periodId=${periodId}`)).status).toBe(404);
    await asOwner("PUT", path, { shifts: [] });
    expect(await read()).toEqual([]);
  });

  test("that two set at once are those of one", async () => {
    const week = (weekday: number) => ({ shifts: [{ ...shift, weekday }] });
    const days = [1, 2, 3, 4];
    await Promise.all(days.map((day) => asOwner("PUT", `/staff/${ani}/shifts`, week(day))));
    const { body } = await asOwner("GET", `/staff/${ani}/shifts`);
    expect(body.data.shifts.length).toBe(1);
    await asOwner("PUT", `/staff/${ani}/shifts`, { shifts: [] });
  });

  test.each([
    ["shifts.0.weekday", { weekday: 0 }],
    ["shifts.0.startsAt", { startsAt: "8:00" }],
    ["shifts.0.endsAt", { endsAt: "08:00" }],
    ["shifts.0.breakTo", { breakFrom: "12:00" }],
    ["shifts.0.breakFrom", { breakTo: "12:00" }],
    ["shifts.0.breakTo", { breakFrom: "07:00", breakTo: "07:30" }],
    ["shifts.0.breakTo", { breakFrom: "13:00", breakTo: "12:00" }],
  ])("are refused for %s", async (path, wrong) => {
    const shifts = [{ ...shift, ...wrong }];
    const { status, body } = await asOwner("PUT", `/staff/${ani}/shifts`, { shifts });
    expect(status).toBe(400);
    expect(pathsOf(body)).toContain(path);
  });

  test("are refused beyond 21, for an unknown period, and of nobody", async () => {
    const path = `/staff/${ani}/shifts`;
    expect((await asOwner("PUT", path, { shifts: Array(22).fill(shift) })).status).toBe(400);
    const periodId = crypto.randomUUID();
    const unknown = await asOwner("PUT", path, { shifts: [], periodId });
    expect([unknown.status, ...pathsOf(unknown.body)]).toEqual([400, "periodId"]);
    const nobody = `/staff/${crypto.randomUUID()}/shifts`;
    expect((await asOwner("PUT", nobody, { shifts: [] })).status).toBe(404);
    expect((await asOwner("GET", nobody)).status).toBe(404);
  });
});

describe("a period", () => {
  const holiday = { name: "Natal", startsOn: "2026-12-25", endsOn: "2026-12-25" };

  test("is added, changed in part, listed by its days, and removed", async () => {
    const added = await asOwner("POST", "/calendar-periods", { ...holiday, openingHours: null });
    expect(added.body.data).toEqual({ ...holiday, openingHours: null, id: expect.any(String) });
    const { id } = added.body.data;
    const openingHours = { fri: { open: "10:00", close: "12:00" } };
    const changed = await asOwner("PATCH", `/calendar-periods/${id}`, { openingHours });
    expect(changed.body.data).toEqual({ id, ...holiday, openingHours });
    const early = await asOwner("PATCH", `/calendar-periods/${id}`, { endsOn: "2026-12-24" });
    expect([early.status, ...pathsOf(early.body)]).toEqual([400, "endsOn"]);
    const { body } = await asAni("GET", "/calendar-periods");
    expect(body.data).toEqual([changed.body.data]);
    expect((await asAni("DELETE", `/calendar-periods/${id}`)).status).toBe(403);
    expect((await asOwner("DELETE", `/calendar-periods/${id}`)).status).toBe(204);
    expect((await asOwner("PATCH", `/calendar-periods/${id}`, { name: "x" })).status).toBe(404);
  });

  test.each([
    ["endsOn", { endsOn: "2026-12-24" }],
    ["startsOn", { startsOn: "2026-02-30" }],
    ["startsOn", { startsOn: "1999-12-31" }],
    ["name", { name: "" }],
    ["openingHours.fri.open", { openingHours: { fri: { open: "25:00", close: "12:00" } } }],
    ["openingHours", { openingHours: undefined }],
  ])("is refused for its %s", async (path, wrong) => {
    const body = { ...holiday, openingHours: null, ...wrong };
    const refused = await asOwner("POST", "/calendar-periods", body);
    expect(refused.status).toBe(400);
    expect(pathsOf(refused.body)).toContain(path);
  });
});

describe("availability", () => {
  test("tells who in sales is given leads now", async () => {
    await asOwner("PUT", `/staff/${ani}/shifts`, {
      shifts: [{ ...shift, breakFrom: "11:30", breakTo: "13:00" }],
    });
    const lead = await desk.addLead({ assignee_id: ani });
    await desk.addLead({ assignee_id: ani, status: "closed" });
    const read = async () => (await asAni("GET", "/staff/availability")).body.data;
    const before = {
      ...{ staff: { id: ani, name: "Ani" }, isOnShift: true, isBusy: false },
      ...{ nextShiftAt: "2026-11-20T06:00:00.000Z", openLeads: 1, maxOpenLeads: null },
    };
    expect(await read()).toEqual([before]);
    await asAni("PUT", `/staff/${ani}/availability`, { isBusy: true });
    await asOwner("PUT", `/staff/${ani}/availability`, { maxOpenLeads: 7 });
    now = new Date("2026-11-20T12:00:00+07:00");
    expect(await read()).toEqual([{ ...before, isOnShift: false, isBusy: true, maxOpenLeads: 7 }]);
    now = new Date("2026-11-20T10:00:00+07:00");
    await asOwner("PUT", `/leads/${lead}/assign`, { staffId: null });
  });

  test("of others, and limits, are for who manages the inbox", async () => {
    const beni = await desk.addSales("Beni");
    const set = async (call: Call, id: string, change: object) =>
      (await call("PUT", `/staff/${id}/availability`, change)).status;
    expect(await set(asAni, beni, { isBusy: true })).toBe(403);
    expect(await set(asAni, ani, { maxOpenLeads: 1 })).toBe(403);
    expect(await set(asAni, ani, { isBusy: false, maxOpenLeads: null })).toBe(403);
    expect(await set(asAni, ani, { isBusy: false })).toBe(200);
    expect(await set(asOwner, beni, { isBusy: true, maxOpenLeads: null })).toBe(200);
    expect(await set(asOwner, beni, {})).toBe(400);
    expect(await set(asOwner, crypto.randomUUID(), { isBusy: true })).toBe(404);
  });
});
