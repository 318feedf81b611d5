/** Whose a lead is: given out by turns, claimed, handed over, and waiting for somebody to come on. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { assignBacklogJob } from "../../src/jobs/handlers/assign-backlog.ts";
import { connect } from "../support/attack-database.ts";
import type { Call } from "../support/call-as.ts";
import { type Desk, deskOf } from "../support/desk.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

/** A Friday, ten o'clock in Jakarta. */
const TEN = new Date("2026-11-20T10:00:00+07:00");
const NIGHT = new Date("2026-11-20T23:00:00+07:00");
const every = (open: string, close: string) =>
  Object.fromEntries(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, { open, close }]),
  );

let now = TEN;
const app = createTestApp({ clock: () => now });
const other = createTestApp({ clock: () => now });
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await app.close();
  await other.close();
});

interface Dealership {
  desk: Desk;
  tenant: TestTenant;
  asOwner: Call;
}

/** Open from nine to five. */
async function open(): Promise<Dealership> {
  now = TEN;
  const tenant = await createTestTenant(app, { openingHours: every("09:00", "17:00") });
  const desk = deskOf(app, owner, tenant);
  return { desk, tenant, asOwner: await desk.as(tenant.owner.id) };
}

const assigneeOf = async (desk: Desk, id: string) => (await desk.lead(id))["assignee_id"];
const runBacklog = ({ tenant }: Dealership) => assignBacklogJob(app.deps, { tenantId: tenant.id });

describe("a lead that makes contact", () => {
  test("goes to who is on shift, in turns, and tells them", async () => {
    const { desk } = await open();
    const [ani, beni] = [await desk.addSales("Ani"), await desk.addSales("Beni")];
    const leads = [await desk.addLead(), await desk.addLead(), await desk.addLead()];
    await desk.contact(leads);
    await desk.contact(leads);
    const given = await Promise.all(leads.map((id) => assigneeOf(desk, id)));
    expect(given.filter((id) => id === ani).length + given.filter((id) => id === beni).length).toBe(
      3,
    );
    expect(new Set(given.slice(0, 2))).toEqual(new Set([ani, beni]));
    const [first = ""] = leads;
    expect(await desk.timeline(first)).toEqual([
      { kind: "assigned", details: { from: null, to: given[0], rule: "round_robin" } },
    ]);
    expect(await desk.lead(first)).toMatchObject({ assigned_at: TEN });
    expect((await desk.notices()).map(({ kind }) => kind)).toEqual(Array(3).fill("lead_assigned"));
    const { rows } = await owner.query(
      "SELECT kind, assignee_id, previous_assignee_id FROM live_events WHERE lead_id = $1",
      [first],
    );
    expect(rows).toEqual([
      { kind: "lead.assigned", assignee_id: given[0], previous_assignee_id: null },
    ]);
  });

  test("goes to nobody who is busy, away, inactive, in another role or full", async () => {
    const { desk, asOwner } = await open();
    const [ani, beni, citra] = [
      await desk.addSales("Ani"),
      await desk.addSales("Beni"),
      await desk.addSales("Citra"),
    ];
    await desk.addSales("Left", { status: "inactive" });
    await desk.addSales("Admin", { role: "admin" });
    await (await desk.as(ani))("PUT", `/staff/${ani}/availability`, { isBusy: true });
    const monday = { weekday: 1, startsAt: "09:00", endsAt: "17:00" };
    await asOwner("PUT", `/staff/${beni}/shifts`, { shifts: [monday] });
    await asOwner("PUT", `/staff/${citra}/availability`, { maxOpenLeads: 1 });
    const leads = [await desk.addLead(), await desk.addLead()];
    await desk.contact(leads);
    expect(await Promise.all(leads.map((id) => assigneeOf(desk, id)))).toEqual([citra, null]);
  });

  test("goes first to who wrote to the person, and stays with whom it has", async () => {
    const dealership = await open();
    const { desk, asOwner } = dealership;
    const people = await Promise.all(["Ani", "Beni", "Citra"].map((name) => desk.addSales(name)));
    for (const person of people) {
      const lead = await desk.addLead();
      await asOwner("PUT", `/leads/${lead}/assign`, { staffId: person });
      await desk.contact([lead]);
      now = NIGHT;
      await desk.contact([lead]);
      now = TEN;
      expect(await assigneeOf(desk, lead)).toBe(person);
    }
    const [, beni = ""] = people;
    const lead = await desk.addLead();
    const device = await owner.query(
      "INSERT INTO whatsapp_devices (tenant_id, label) VALUES ($1, 'a') RETURNING id",
      [dealership.tenant.id],
    );
    const talk = await owner.query(
      `INSERT INTO conversations (tenant_id, lead_id, device_id, person, last_message_at)
       VALUES ($1, $2, $3, '+62', now()) RETURNING id`,
      [dealership.tenant.id, lead, device.rows[0].id],
    );
    const asBeni = await desk.as(beni);
    const replied = await asBeni("POST", `/conversations/${talk.rows[0].id}/replies`, {
      body: "Halo",
    });
    expect(replied.status).toBe(201);
    await desk.contact([lead]);
    expect(await desk.timeline(lead)).toEqual([
      { kind: "assigned", details: { from: null, to: beni, rule: "known" } },
    ]);
  });

  test("and was taken up again goes to another while its own is away, and else stays", async () => {
    const { desk } = await open();
    const [ani, beni] = [await desk.addSales("Ani"), await desk.addSales("Beni")];
    await (await desk.as(ani))("PUT", `/staff/${ani}/availability`, { isBusy: true });
    const past = { assigned_at: new Date(0), reopened_at: TEN };
    const ofAni = await desk.addLead({ assignee_id: ani, ...past });
    const ofBeni = await desk.addLead({ assignee_id: beni, ...past });
    await desk.contact([ofAni, ofBeni]);
    expect(await assigneeOf(desk, ofAni)).toBe(beni);
    expect(await assigneeOf(desk, ofBeni)).toBe(beni);
    expect(await desk.timeline(ofBeni)).toEqual([]);
    now = NIGHT;
    const late = await desk.addLead({ assignee_id: ani, ...past });
    await desk.contact([late]);
    expect(await assigneeOf(desk, late)).toBe(ani);
  });

  test("of somebody who left goes to another, or waits", async () => {
    const dealership = await open();
    const { desk } = dealership;
    const gone = await desk.addSales("Gone", { status: "inactive" });
    const beni = await desk.addSales("Beni");
    const [now1, later] = [
      await desk.addLead({ assignee_id: gone }),
      await desk.addLead({ assignee_id: gone }),
    ];
    await desk.contact([now1]);
    expect(await assigneeOf(desk, now1)).toBe(beni);
    now = NIGHT;
    await desk.contact([later]);
    expect(await assigneeOf(desk, later)).toBeNull();
    now = TEN;
    await runBacklog(dealership);
    expect(await assigneeOf(desk, later)).toBe(beni);
  });

  test("is left alone where leads are given out by hand, or when it is over", async () => {
    const { desk, asOwner } = await open();
    await desk.addSales("Ani");
    const over = await desk.addLead({ status: "closed" });
    await desk.contact([over]);
    expect(await assigneeOf(desk, over)).toBeNull();
    await asOwner("PUT", "/inbox/settings", { assignment: { mode: "manual" } });
    const lead = await desk.addLead();
    await desk.contact([lead]);
    expect(await assigneeOf(desk, lead)).toBeNull();
  });
});

describe("leads that wait", () => {
  test("have a job at the next shift, and go out then, who waits longest first", async () => {
    const dealership = await open();
    const { desk, asOwner } = dealership;
    const ani = await desk.addSales("Ani");
    await asOwner("PUT", `/staff/${ani}/availability`, { maxOpenLeads: 2 });
    const ago = (hours: number) => new Date(NIGHT.getTime() - hours * 3_600_000);
    const leads = [
      await desk.addLead({ created_at: ago(1) }),
      await desk.addLead({ created_at: ago(3) }),
      await desk.addLead({ created_at: ago(9), awaiting_since: ago(2) }),
    ];
    now = NIGHT;
    await desk.contact(leads);
    const opening = new Date("2026-11-21T09:00:00+07:00");
    expect(
      (await desk.jobs("assignBacklog")).filter(({ key }) => key.endsWith("later")),
    ).toMatchObject([{ payload: { tenantId: dealership.tenant.id }, run_at: opening }]);
    now = opening;
    await runBacklog(dealership);
    expect(await Promise.all(leads.map((id) => assigneeOf(desk, id)))).toEqual([null, ani, ani]);
    await asOwner("PUT", `/staff/${ani}/availability`, { maxOpenLeads: null });
    await runBacklog(dealership);
    expect(await assigneeOf(desk, leads[0] ?? "")).toBe(ani);
  });

  test.each([
    [
      "somebody is no longer busy",
      (ani: string) => ["PUT", `/staff/${ani}/availability`, { isBusy: false }],
    ],
    ["shifts change", (ani: string) => ["PUT", `/staff/${ani}/shifts`, { shifts: [] }]],
    ["the settings change", () => ["PUT", "/inbox/settings", {}]],
    [
      "a period is added",
      () => [
        "POST",
        "/calendar-periods",
        { name: "x", startsOn: "2027-01-01", endsOn: "2027-01-01", openingHours: null },
      ],
    ],
  ] as [string, (ani: string) => [string, string, object]][])(
    "are given out as soon as %s",
    async (_, change) => {
      const { desk, asOwner } = await open();
      const ani = await desk.addSales("Ani");
      expect(await desk.jobs("assignBacklog")).toEqual([]);
      expect((await asOwner(...change(ani))).status).toBeLessThan(300);
      expect((await desk.jobs("assignBacklog")).length).toBe(1);
    },
  );

  test("are given out when a lead is closed or given back, and not to who gave it back", async () => {
    const dealership = await open();
    const { desk } = dealership;
    const ani = await desk.addSales("Ani");
    const asAni = await desk.as(ani);
    const lead = await desk.addLead({ assignee_id: ani, status: "hot" });
    await asAni("PUT", `/leads/${lead}/assign`, { staffId: null });
    expect((await desk.jobs("assignBacklog")).length).toBe(1);
    const free = await desk.addLead({ created_at: new Date(TEN.getTime() + 60_000) });
    await runBacklog(dealership);
    expect(await assigneeOf(desk, lead)).toBeNull();
    expect(await assigneeOf(desk, free)).toBe(ani);
    const beni = await desk.addSales("Beni");
    await runBacklog(dealership);
    expect(await assigneeOf(desk, lead)).toBe(beni);
    expect(await desk.timeline(lead)).toEqual([
      { kind: "assigned", details: { from: ani, to: null, rule: "given_back" } },
      { kind: "assigned", details: { from: null, to: beni, rule: "round_robin" } },
    ]);
    await owner.query(
      "DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'tenantId' = $1",
      [dealership.tenant.id],
    );
    const closing = await (await desk.as(beni))("PUT", `/leads/${lead}/status`, {
      ...{ status: "lost", reason: "Harga" },
    });
    expect(closing.status).toBe(200);
    expect((await desk.jobs("assignBacklog")).length).toBe(1);
  });
});

describe("by people", () => {
  test("twenty who claim a lead at once: one gets it", async () => {
    const { desk } = await open();
    const calls = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => desk.as(await desk.addSales(`Sales ${n}`))),
    );
    const lead = await desk.addLead();
    const answers = await Promise.all(calls.map((call) => call("POST", `/leads/${lead}/claim`)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBe(1);
    expect(won[0]?.body.data.assignee.id).toBe(await assigneeOf(desk, lead));
    const lost = answers.filter(({ status }) => status !== 200);
    expect(lost.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      Array(19).fill("409 LEAD_TAKEN"),
    );
    expect(await desk.timeline(lead)).toMatchObject([
      { kind: "assigned", details: { rule: "claimed" } },
    ]);
    expect(await desk.notices()).toEqual([]);
  });

  test("a claim again is no conflict, and one of an erased lead finds nothing", async () => {
    const { desk } = await open();
    const asAni = await desk.as(await desk.addSales("Ani"));
    const lead = await desk.addLead();
    for (let n = 0; n < 2; n += 1) {
      expect((await asAni("POST", `/leads/${lead}/claim`)).status).toBe(200);
    }
    expect((await desk.timeline(lead)).length).toBe(1);
    const erased = await desk.addLead({ erased_at: TEN });
    expect((await asAni("POST", `/leads/${erased}/claim`)).status).toBe(404);
  });

  test("sales hand over their own, with a note, and no colleague's or nobody's", async () => {
    const { desk } = await open();
    const [ani, beni] = [await desk.addSales("Ani"), await desk.addSales("Beni")];
    const gone = await desk.addSales("Gone", { status: "inactive" });
    const [asAni, asBeni] = [await desk.as(ani), await desk.as(beni)];
    const lead = await desk.addLead();
    const give = (call: Call, staffId: string, note?: string) =>
      call("PUT", `/leads/${lead}/assign`, { staffId, note });
    expect((await give(asAni, beni)).status).toBe(403);
    expect((await give(asAni, ani)).status).toBe(200);
    expect((await give(asAni, gone)).status).toBe(400);
    const handed = await give(asAni, beni, "Minta test drive hari Minggu");
    expect(handed.status).toBe(200);
    expect(handed.body.data.assignee).toEqual({ id: beni, name: "Beni" });
    expect((await give(asAni, ani)).status).toBe(404);
    expect(await desk.timeline(lead)).toMatchObject([
      { details: { from: null, to: ani, rule: "claimed" } },
      { details: { from: ani, to: beni, rule: "handed_over" } },
    ]);
    expect(await desk.notices()).toEqual([{ staff_id: beni, kind: "lead_assigned" }]);
    const { body } = await asBeni("GET", `/leads/${lead}`);
    expect(body.data.notes).toMatchObject([
      { body: "Minta test drive hari Minggu", author: { id: ani } },
    ]);
  });
});

test("fifty leads, eight runs at once over two processes: each given once, in fair turns", async () => {
  const dealership = await open();
  const { desk, tenant } = dealership;
  const people = await Promise.all(["Ani", "Beni", "Citra"].map((name) => desk.addSales(name)));
  const leads = await Promise.all(Array.from({ length: 50 }, () => desk.addLead()));
  const runs = Array.from({ length: 8 }, (_, n) => {
    const by = n % 2 === 0 ? app : other;
    // Each begins with other leads, so that they choose for different ones at the same time.
    const order = [...leads.slice(n * 6), ...leads.slice(0, n * 6)];
    return n < 6 ? desk.contact(order, by) : assignBacklogJob(by.deps, { tenantId: tenant.id });
  });
  await Promise.all(runs);
  const { rows } = await owner.query(
    `SELECT assignee_id, count(*)::int AS given FROM leads WHERE tenant_id = $1 GROUP BY 1`,
    [tenant.id],
  );
  expect(rows.map(({ given }) => given).toSorted()).toEqual([16, 17, 17]);
  expect(new Set(rows.map(({ assignee_id }) => assignee_id))).toEqual(new Set(people));
  const events = await owner.query(
    `SELECT lead_id, details ->> 'to' AS given FROM lead_events
     WHERE tenant_id = $1 AND kind = 'assigned' ORDER BY id`,
    [tenant.id],
  );
  expect(new Set(events.rows.map(({ lead_id }) => lead_id)).size).toBe(50);
  const turns = events.rows.map(({ given }) => given);
  expect(turns.length).toBe(50);
  const unfair = turns.filter((person, n) => n >= 3 && person !== turns[n - 3]);
  expect(unfair).toEqual([]);
});
