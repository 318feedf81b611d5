/** How long a person waits in opening hours: who is told of it, and the figures. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import { escalateReplyJob } from "../../src/jobs/handlers/escalate-reply.ts";
import { remindReplyJob } from "../../src/jobs/handlers/remind-reply.ts";
import { connect } from "../support/attack-database.ts";
import { inserter } from "../support/attack-rows.ts";
import type { Call } from "../support/call-as.ts";
import { type Desk, deskOf } from "../support/desk.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const WEEK = Object.fromEntries(
  ["mon", "tue", "wed", "thu", "fri", "sat"].map((day) => [day, { open: "09:00", close: "17:00" }]),
);
/** A Friday in Jakarta. */
const friday = (time: string) => new Date(`2026-11-20T${time}+07:00`);
const saturday = (time: string) => new Date(`2026-11-21T${time}+07:00`);

let now = friday("10:00:00");
const app = createTestApp({ clock: () => now });
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

interface Dealership {
  desk: Desk;
  tenant: TestTenant;
  asOwner: Call;
  /** Answers a lead's person at a moment. */
  reply(leadId: string, at: Date): Promise<void>;
  remind(leadId: string, since: Date): Promise<void>;
  escalate(leadId: string, since: Date): Promise<void>;
}

async function open(): Promise<Dealership> {
  now = friday("10:00:00");
  const tenant = await createTestTenant(app, { openingHours: WEEK });
  const desk = deskOf(app, owner, tenant);
  const asOwner = await desk.as(tenant.owner.id);
  const insert = inserter(owner, tenant.id);
  const device = await insert("whatsapp_devices", { label: "a" });
  const wait = (leadId: string, since: Date) => ({
    ...{ tenantId: tenant.id, leadId, awaitingSince: since.toISOString() },
  });
  return {
    ...{ desk, tenant, asOwner },
    reply: async (leadId, at) => {
      const person = crypto.randomUUID();
      const talk = await insert("conversations", {
        ...{ lead_id: leadId, device_id: device, person, last_message_at: at },
      });
      now = at;
      const { status } = await asOwner("POST", `/conversations/${talk}/replies`, { body: "Halo" });
      expect(status).toBe(201);
    },
    remind: (leadId, since) => remindReplyJob(app.deps, wait(leadId, since)),
    escalate: (leadId, since) => escalateReplyJob(app.deps, wait(leadId, since)),
  };
}

const asking = (at: Date) => ({ awaiting_since: at, first_inbound_at: at });

describe("the clock of a person who waits", () => {
  test("starts once, with an answer due and two jobs, in opening hours", async () => {
    const { desk, asOwner } = await open();
    await asOwner("PUT", "/inbox/settings", {
      targets: { firstReply: 15, remindAfter: 10, escalateAfter: 30 },
    });
    const since = friday("16:55:00");
    const lead = await desk.addLead(asking(since));
    const answered = await desk.addLead();
    await desk.contact([lead, answered]);
    await desk.contact([lead]);
    expect((await desk.lead(lead))["reply_due_at"]).toEqual(saturday("09:10:00"));
    expect((await desk.lead(answered))["reply_due_at"]).toBeNull();
    const payload = expect.objectContaining({ leadId: lead, awaitingSince: since.toISOString() });
    expect(await desk.jobs("remindReply")).toMatchObject([
      { payload, run_at: saturday("09:05:00") },
    ]);
    expect(await desk.jobs("escalateReply")).toMatchObject([
      { payload, run_at: saturday("09:25:00") },
    ]);
  });

  test("does not run where the dealership never opens", async () => {
    const { desk, asOwner } = await open();
    await asOwner("POST", "/calendar-periods", {
      ...{ name: "Tutup", startsOn: "2026-01-01", endsOn: "2029-12-31", openingHours: null },
    });
    const lead = await desk.addLead(asking(now));
    await desk.contact([lead]);
    expect((await desk.lead(lead))["reply_due_at"]).toBeNull();
    expect(await desk.jobs("remindReply")).toEqual([]);
  });

  test("reminds who looks after the lead, then tells who manages, each once", async () => {
    const { desk, tenant, remind, escalate } = await open();
    const ani = await desk.addSales("Ani");
    const admin = await desk.addSales("Admin", { role: "admin" });
    await desk.addSales("Gone", { role: "admin", status: "inactive" });
    const lead = await desk.addLead({ ...asking(now), assignee_id: ani });
    await desk.contact([lead]);
    const since = now;
    now = friday("10:10:00");
    for (let n = 0; n < 2; n += 1) await remind(lead, since);
    expect(await desk.notices()).toEqual([{ staff_id: ani, kind: "reply_reminder" }]);
    expect(await desk.lead(lead)).toMatchObject({ reminded_at: now, escalated_at: null });
    now = friday("10:30:00");
    for (let n = 0; n < 2; n += 1) await escalate(lead, since);
    const told = (await desk.notices()).filter(({ kind }) => kind === "reply_escalation");
    // By WhatsApp and by e-mail.
    expect(told.map(({ staff_id }) => staff_id).sort()).toEqual(
      [admin, admin, tenant.owner.id, tenant.owner.id].sort(),
    );
    expect(await desk.lead(lead)).toMatchObject({ escalated_at: now, escalations: 1 });
    expect((await desk.timeline(lead)).map(({ kind }) => kind)).toEqual(["reminded", "escalated"]);
  });

  test("reminds who manages of a lead that is nobody's", async () => {
    const { desk, tenant, asOwner, remind } = await open();
    await asOwner("PUT", "/inbox/settings", { assignment: { mode: "manual" } });
    const lead = await desk.addLead(asking(now));
    now = friday("10:10:00");
    await remind(lead, friday("10:00:00"));
    expect(await desk.notices()).toEqual([{ staff_id: tenant.owner.id, kind: "reply_reminder" }]);
  });

  test("is stopped by a person's reply, also for jobs that come late", async () => {
    const { desk, reply, remind, escalate } = await open();
    const since = now;
    const lead = await desk.addLead(asking(since));
    await desk.contact([lead]);
    await reply(lead, friday("10:04:00"));
    expect(await desk.lead(lead)).toMatchObject({
      ...{ awaiting_since: null, reply_due_at: null, reminded_at: null, escalated_at: null },
      ...{ first_reply_at: friday("10:04:00"), first_reply_open_seconds: 240 },
    });
    now = friday("11:00:00");
    await remind(lead, since);
    await escalate(lead, since);
    expect(await desk.notices()).toEqual([]);
    await owner.query("UPDATE leads SET awaiting_since = $2 WHERE id = $1", [lead, now]);
    await remind(lead, since);
    expect(await desk.notices()).toEqual([]);
  });

  test("goes on when an earlier message of the wait comes late", async () => {
    const { desk, remind } = await open();
    const since = now;
    const ani = await desk.addSales("Ani");
    const lead = await desk.addLead({ ...asking(since), assignee_id: ani });
    await desk.contact([lead]);
    await owner.query("UPDATE leads SET awaiting_since = $2 WHERE id = $1", [
      lead,
      friday("09:59:00"),
    ]);
    now = friday("10:10:00");
    await remind(lead, since);
    expect(await desk.notices()).toEqual([{ staff_id: ani, kind: "reply_reminder" }]);
  });

  test("is stopped when a lead is lost", async () => {
    const { desk, asOwner } = await open();
    const lead = await desk.addLead({ ...asking(now), status: "hot" });
    await desk.contact([lead]);
    await asOwner("PUT", `/leads/${lead}/status`, { status: "lost", reason: "Spam" });
    expect(await desk.lead(lead)).toMatchObject({ awaiting_since: null, reply_due_at: null });
  });

  test("wakes nobody at night when a job comes late, nor before a later target", async () => {
    const { desk, asOwner, remind } = await open();
    const since = now;
    const lead = await desk.addLead(asking(since));
    now = friday("23:00:00");
    await remind(lead, since);
    expect(await desk.jobs("remindReply")).toMatchObject([{ run_at: saturday("09:00:00") }]);
    now = friday("10:10:00");
    await asOwner("PUT", "/inbox/settings", { targets: { remindAfter: 20, escalateAfter: 60 } });
    await remind(lead, since);
    expect(await desk.jobs("remindReply")).toMatchObject([{ run_at: friday("10:20:00") }]);
    expect(await desk.notices()).toEqual([]);
  });
});

describe("the figures", () => {
  test("tell how fast each was answered, by salesperson, source and hour", async () => {
    const { desk, asOwner, reply } = await open();
    const [ani, beni] = [await desk.addSales("Ani"), await desk.addSales("Beni")];
    const ask = (at: Date, more: object) => desk.addLead({ ...asking(at), ...more });
    const first = await ask(friday("10:00:00"), { assignee_id: ani });
    const second = await ask(friday("16:50:00"), { assignee_id: ani });
    const third = await ask(friday("10:30:00"), { assignee_id: beni, source: "website" });
    await ask(friday("11:00:00"), { assignee_id: beni, source: "website", escalations: 2 });
    await desk.addLead({ assignee_id: ani });
    await reply(first, friday("10:05:00"));
    await reply(second, saturday("09:10:00"));
    await reply(third, friday("10:31:00"));
    await reply(third, friday("12:31:00"));

    const { body } = await asOwner("GET", "/inbox/figures?from=2026-11-20&to=2026-11-20");
    const anis = { leads: 2, answered: 2, escalations: 0, withinTarget: 0.5 };
    const benis = { leads: 2, answered: 1, escalations: 2, withinTarget: 0.5 };
    expect(body.data).toEqual({
      total: {
        ...{ leads: 4, answered: 3, escalations: 2, withinTarget: 0.5 },
        ...{ medianSeconds: 300, p90Seconds: 1020 },
      },
      bySalesperson: [
        { id: ani, name: "Ani", ...anis, medianSeconds: 750, p90Seconds: 1110 },
        { id: beni, name: "Beni", ...benis, medianSeconds: 60, p90Seconds: 60 },
      ],
      bySource: [
        { source: "website", ...benis, medianSeconds: 60, p90Seconds: 60 },
        { source: "whatsapp", ...anis, medianSeconds: 750, p90Seconds: 1110 },
      ],
      byHour: [
        { hour: 10, leads: 2, answered: 2, withinTarget: 1, escalations: 0 },
        { hour: 11, leads: 1, answered: 0, withinTarget: 0, escalations: 2 },
        { hour: 16, leads: 1, answered: 1, withinTarget: 0, escalations: 0 },
      ].map((row) => expect.objectContaining(row)),
    });
    const own = await (await desk.as(beni))("GET", "/inbox/figures");
    expect(own.body.data.total).toMatchObject(benis);
    expect(own.body.data.bySalesperson).toMatchObject([{ id: beni }]);
    const none = await asOwner("GET", "/inbox/figures?from=2027-01-01");
    expect(none.body.data).toEqual({
      total: {
        ...{ leads: 0, answered: 0, escalations: 0, withinTarget: null },
        ...{ medianSeconds: null, p90Seconds: null },
      },
      ...{ bySalesperson: [], bySource: [], byHour: [] },
    });
  });
});
