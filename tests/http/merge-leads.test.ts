/** Two leads that are one person become one, and within a day two again, exactly as they were. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { findTenant, NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { captureLead } from "../../src/domain/leads/capture-lead.ts";
import { connect } from "../support/attack-database.ts";
import { newNumber } from "../support/attack-rows.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type LeadRows, leadRows } from "../support/lead-rows.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const START = new Date("2026-11-20T02:00:00Z");
let now = START;
const app = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
});

let tenant: TestTenant;
let boss: Call;
let salesId: string;
let sales: Call;
let rows: LeadRows;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const seller = await createTestStaff(app, tenant, "sales");
  salesId = seller.id;
  sales = callAs(app, tenant, seller);
  rows = await leadRows(app, owner, tenant);
});
beforeEach(async () => {
  now = START;
  await app.deps.rateLimits.admin.reset(`${tenant.id}:${tenant.owner.id}`);
});

const before = (minutes: number) => new Date(START.getTime() - minutes * 60_000);
const later = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const merge = (kept: string, leadId: string, call = boss) =>
  call("POST", `/leads/${kept}/merge`, { leadId });
const undo = (merged: { body: { data: { id: string } } }) =>
  boss("POST", `/lead-merges/${merged.body.data.id}/undo`);
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
];
const rowOf = async (id: string) =>
  (await owner.query("SELECT * FROM leads WHERE id = $1", [id])).rows[0];
const homesOf = async (conversation: string) => {
  const { rows: found } = await owner.query(
    `SELECT DISTINCT c.lead_id AS home, m.lead_id AS of_message FROM conversations c
     LEFT JOIN messages m ON m.tenant_id = c.tenant_id AND m.conversation_id = c.id WHERE c.id = $1`,
    [conversation],
  );
  return found;
};

const OF_LEADS = [
  "conversations",
  "messages",
  "enquiries",
  "lead_notes",
  "lead_tasks",
  "car_subscriptions",
  "car_holds",
  "car_sales",
  "lead_events",
];

/** All that the database holds of leads, but for what tells of the merges themselves. */
async function stateOf(...ids: string[]) {
  const state: Record<string, unknown> = {};
  for (const table of OF_LEADS) {
    const { rows: found } = await owner.query(
      `SELECT * FROM ${table} WHERE lead_id = ANY ($1) ORDER BY id`,
      [ids],
    );
    state[table] = found.filter(({ kind }) => !/^merge/.test(kind));
  }
  const { rows: leads } = await owner.query("SELECT * FROM leads WHERE id = ANY ($1) ORDER BY id", [
    ids,
  ]);
  return { ...state, leads: leads.map(({ updated_at, ...lead }) => lead) };
}

const chance = (likelihood: number) => Math.random() < likelihood;
const pick = <T>(...choices: T[]) => choices[Math.floor(Math.random() * choices.length)] as T;
const someTime = () => before(1 + Math.floor(Math.random() * 10_000));

async function randomLead() {
  const waits = chance(0.5);
  const lead = await rows.lead({
    ...{ name: pick("Budi", "Siti", null), email: pick("x@y.test", null) },
    ...{ tags: ["a", "b", "c", "d"].filter(() => chance(0.5)), status: pick("new", "hot", "cold") },
    ...{ first_inbound_at: pick(someTime(), null), first_reply_at: pick(someTime(), null) },
    ...{ last_inbound_at: pick(someTime(), null), last_activity_at: someTime() },
    ...{ opted_out_at: pick(someTime(), null, null), auto_answered_at: pick(someTime(), null) },
    ...{ awaiting_since: waits ? someTime() : null, reply_due_at: waits ? later(60) : null },
    ...{ reminded_at: waits ? pick(someTime(), null) : null },
    ...{ assignee_id: pick(salesId, tenant.owner.id, null), assigned_at: pick(someTime(), null) },
  });
  const often = () => Array.from({ length: Math.floor(Math.random() * 4) });
  for (const _ of often()) {
    const talk = await rows.conversation(lead.id, `person-${crypto.randomUUID()}`);
    for (const _ of often()) await rows.message(lead.id, talk, someTime());
    for (const _ of often()) await rows.reply(lead.id, talk, someTime());
  }
  for (const _ of often()) await rows.insert("enquiries", { lead_id: lead.id, kind: "question" });
  for (const _ of often()) await rows.insert("lead_notes", { lead_id: lead.id, body: "Catatan" });
  for (const _ of often()) {
    await rows.insert("car_subscriptions", {
      ...{ lead_id: lead.id, kind: "price_drop", phone: newNumber(), code: "4821" },
      ...{ car_title: "2019 Toyota Avanza", brand: "Toyota", model: "Avanza" },
      ...{ expires_at: "2100-01-01", created_at: someTime() },
    });
  }
  for (const _ of often()) {
    const code = crypto.randomUUID();
    const car_id = await rows.insert("cars", {
      ...{ display_code: code, slug: code, brand: "Toyota", model: "Avanza", year: 2019 },
      ...{ status: "booking", price_idr: 1 },
    });
    await rows.insert("car_holds", { car_id, lead_id: lead.id, until: later(60) });
    await rows.insert("car_sales", {
      ...{ car_id, lead_id: lead.id, car_title: "2019 Toyota Avanza", price_idr: 1 },
      sold_on: "2026-11-20",
    });
  }
  for (const _ of often()) {
    await rows.insert("lead_tasks", { lead_id: lead.id, title: "Telepon", due_at: someTime() });
    await rows.insert("lead_events", {
      ...{ lead_id: lead.id, at: someTime() },
      kind: "call",
      actor_kind: "job",
    });
  }
  return lead.id;
}

/** Messages of one lead in a conversation that has become the other's. */
async function addStrays(one: string, other: string) {
  for (const [lead, home] of [
    [one, other],
    [other, one],
  ] as const) {
    const talk = await rows.conversation(home, `person-${crypto.randomUUID()}`);
    await rows.message(home, talk, someTime());
    await rows.message(lead, talk, someTime());
  }
}

describe("merged and undone, leads are as they were:", () => {
  test.each(Array.from({ length: 10 }, (_, n) => n))("random leads %d", async () => {
    const [kept, other, third] = [await randomLead(), await randomLead(), await randomLead()];
    await addStrays(kept, other);
    const three = await stateOf(kept, other, third);
    const first = await merge(other, third);
    expect(first.status).toBe(200);
    const two = await stateOf(kept, other, third);
    now = later(1);
    const second = await merge(kept, other);
    expect(second.status).toBe(200);
    const moved = await stateOf(other, third);
    expect(OF_LEADS.flatMap((table) => moved[table as keyof typeof moved])).toEqual([]);
    expect((await rowOf(third)).merged_into_id).toBe(kept);
    // The later merge is undone first.
    expect(codeOf(await undo(first))).toEqual([409, "MERGE_ENTANGLED"]);
    now = later(2);
    expect((await undo(second)).status).toBe(200);
    expect(await stateOf(kept, other, third)).toEqual(two);
    expect((await undo(first)).status).toBe(200);
    expect(await stateOf(kept, other, third)).toEqual(three);
    expect(codeOf(await undo(first))).toEqual([409, "MERGE_UNDONE"]);
  });
});

describe("the lead that stays", () => {
  test("gets what it lacks, and the dates of both", async () => {
    const { id } = await rows.lead({
      ...{
        name: null,
        tags: ["a", "b"],
        first_inbound_at: before(50),
        last_activity_at: before(50),
      },
      ...{ awaiting_since: before(50), reply_due_at: later(5) },
    });
    const other = await rows.lead({
      ...{ name: "Budi", email: "budi@x.test", tags: ["b", "c"], assignee_id: salesId },
      ...{ first_inbound_at: before(90), first_reply_at: before(80), last_activity_at: before(10) },
      ...{ awaiting_since: before(70), reply_due_at: before(55), opted_out_at: before(60) },
    });
    const { body } = await merge(id, other.id);
    expect(body.data.lead).toMatchObject({
      ...{ id, name: "Budi", email: "budi@x.test", tags: ["a", "b", "c"] },
      ...{ assignee: { id: salesId }, firstInboundAt: before(90).toISOString() },
      ...{ firstReplyAt: before(80).toISOString(), lastActivityAt: before(10).toISOString() },
    });
    expect(await rowOf(id)).toMatchObject({
      ...{ opted_out_at: before(60), awaiting_since: before(70), reply_due_at: null },
    });
    expect(await rowOf(other.id)).toMatchObject({ awaiting_since: null, merged_into_id: id });
    expect((await boss("GET", `/leads/${other.id}`)).status).toBe(404);
    const detail = (await boss("GET", `/leads/${id}`)).body.data;
    const known = { id: other.id, name: "Budi", phone: other.phone, mergeId: body.data.id };
    expect(detail.mergedLeads).toEqual([{ ...known, mergedAt: now.toISOString() }]);
    const { data } = (await boss("GET", `/leads/${id}/timeline`)).body;
    expect(data[0]).toMatchObject({
      actor: { id: tenant.owner.id },
      event: { kind: "merged", details: { leadId: other.id } },
    });
  });

  test("keeps what was changed since, and what it had itself", async () => {
    const { id } = await rows.lead({ name: null, email: null, tags: ["a"] });
    const other = await rows.lead({ name: "Budi", email: "b@x.test", tags: ["b"] });
    const merged = await merge(id, other.id);
    await boss("PATCH", `/leads/${id}`, { name: "Pak Budi", tags: ["a", "b", "vip"] });
    const { body } = await undo(merged);
    expect(body.data.kept).toMatchObject({
      id,
      name: "Pak Budi",
      email: null,
      tags: ["a", "b", "vip"],
    });
    expect(body.data.restored).toMatchObject({
      id: other.id,
      name: "Budi",
      email: "b@x.test",
      tags: ["b"],
    });
  });

  test("is erased with its other records, and exported with them", async () => {
    const { id } = await rows.lead();
    const other = await rows.lead({
      name: "Nama Lama",
      whatsapp_lid: `${crypto.randomUUID()}@lid`,
    });
    const merged = await merge(id, other.id);
    const { body } = await boss("GET", `/leads/${id}/export`);
    expect(body.data.otherRecords).toMatchObject([{ name: "Nama Lama", phone: other.phone }]);
    expect((await boss("DELETE", `/leads/${id}/personal-data`)).status).toBe(204);
    expect(await rowOf(other.id)).toMatchObject({
      name: null,
      phone: null,
      whatsapp_lid: null,
      erased_at: now,
    });
    expect(codeOf(await undo(merged))).toEqual([409, "MERGE_ENTANGLED"]);
  });
});

describe("what comes after a merge", () => {
  test("is a wish for silence of whose words it was in, once it is undone", async () => {
    const kept = await rows.lead({ opted_out_at: before(30) });
    const talk = await rows.conversation(kept.id, kept.phone);
    await rows.message(kept.id, talk, before(30), { body: "STOP" });
    const other = await rows.lead();
    const moved = await rows.conversation(other.id, other.phone);
    await rows.message(other.id, moved, before(20));
    const merged = await merge(kept.id, other.id);
    now = later(30);
    await rows.message(kept.id, moved, later(5), { body: "Mulai" });
    await owner.query("UPDATE leads SET opted_out_at = NULL WHERE id = $1", [kept.id]);
    expect((await undo(merged)).status).toBe(200);
    expect((await rowOf(kept.id)).opted_out_at).toEqual(before(30));
    expect((await rowOf(other.id)).opted_out_at).toBeNull();

    const again = await merge(kept.id, other.id);
    await rows.message(kept.id, moved, later(10), { body: "berhenti" });
    expect((await undo(again)).status).toBe(200);
    expect((await rowOf(other.id)).opted_out_at).toEqual(later(10));
  });

  test("goes back with its conversation, and who waits is told by the messages", async () => {
    const kept = await rows.lead({ awaiting_since: before(20) });
    const talk = await rows.conversation(kept.id, kept.phone);
    await rows.message(kept.id, talk, before(20));
    const other = await rows.lead();
    const moved = await rows.conversation(other.id, other.phone);
    await rows.message(other.id, moved, before(30));
    const merged = await merge(kept.id, other.id);
    // Both conversations are answered, and then the other number writes again, also to a second device.
    now = later(30);
    const since = { received_at: later(30) };
    await rows.reply(kept.id, talk, later(10), since);
    await rows.reply(kept.id, moved, later(11), since);
    await rows.message(kept.id, moved, later(12), since);
    await owner.query("UPDATE leads SET awaiting_since = $1 WHERE id = $2", [later(12), kept.id]);
    const second = await leadRows(app, owner, tenant);
    const begun = await second.conversation(kept.id, other.phone);
    await owner.query("UPDATE conversations SET created_at = $1 WHERE id = $2", [later(20), begun]);
    await second.message(kept.id, begun, later(20), since);
    expect((await undo(merged)).status).toBe(200);
    const { id } = other;
    for (const conversation of [moved, begun]) {
      expect(await homesOf(conversation)).toEqual([{ home: id, of_message: id }]);
    }
    expect(await homesOf(talk)).toEqual([{ home: kept.id, of_message: kept.id }]);
    expect(await rowOf(id)).toMatchObject({
      ...{ awaiting_since: later(12), last_inbound_at: later(20), last_activity_at: later(20) },
    });
    expect(await rowOf(kept.id)).toMatchObject({ awaiting_since: null });
  });

  test("stays with its number while a merge is undone and it is worked in", async () => {
    const { id: device_id } = rows.device;
    for (let round = 0; round < 6; round += 1) {
      const [kept, other] = [await rows.lead(), await rows.lead()];
      const talk = await rows.conversation(other.id, other.phone);
      const merged = await merge(kept.id, other.id);
      for (let message = 0; message < 20; message += 1) {
        const body = {
          sender: other.phone.slice(1),
          message: "Halo",
          inboxid: `${round}${message}7`,
        };
        await rows.insert("webhook_events", {
          ...{ device_id, kind: "message", content_type: "", body: JSON.stringify(body) },
        });
      }
      const undoing = Bun.sleep(round).then(() => undo(merged));
      await Promise.all([settle(app, tenant.id), undoing]);
      expect(await homesOf(talk)).toEqual([{ home: other.id, of_message: other.id }]);
    }
  });

  test("reaches the lead that stays, also while two are being merged", async () => {
    const record = await findTenant(app.deps.database, { slug: tenant.slug });
    if (!record) throw new Error("it is there");
    const context = { tenant: record, actor: { kind: "gateway" }, origin: NO_ORIGIN, now } as const;
    const log = app.deps.log;
    /** Somebody writes, as the inbox is worked in: the lead's row first, then the conversation's. */
    const write = (phone: string, conversation: string) =>
      withTenant(app.deps.database, { ...context, log }, async (scope) => {
        const { id: leadId } = await captureLead(scope, {
          phone,
          name: null,
          source: "whatsapp",
          at: now,
        });
        await scope.db.$executeRaw`
          UPDATE conversations SET lead_id = ${leadId}::uuid
          WHERE tenant_id = ${tenant.id}::uuid AND id = ${conversation}::uuid`;
        await scope.db.$executeRaw`
          INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity, sent_at)
          VALUES (${tenant.id}::uuid, ${conversation}::uuid, ${leadId}::uuid, 'inbound', 'text', 'x',
                  ${crypto.randomUUID()}, ${now}::timestamptz)`;
      });
    for (let round = 0; round < 5; round += 1) {
      const [kept, other] = [await rows.lead(), await rows.lead()];
      const talk = await rows.conversation(other.id, other.phone);
      const writing = Array.from({ length: 6 }, () => write(other.phone, talk));
      const [merged] = await Promise.all([merge(kept.id, other.id), ...writing]);
      expect(merged.status).toBe(200);
      expect(await homesOf(talk)).toEqual([{ home: kept.id, of_message: kept.id }]);
      const again = Array.from({ length: 6 }, () => write(other.phone, talk));
      await Promise.all([undo(merged), ...again]);
      expect(await homesOf(talk)).toEqual([{ home: other.id, of_message: other.id }]);
      const { rows: count } = await owner.query(
        "SELECT 1 FROM messages WHERE conversation_id = $1",
        [talk],
      );
      expect(count.length).toBe(12);
    }
  });
});

describe("a merge is refused", () => {
  test("with itself, with what is gone, and to those who may not", async () => {
    const [a, b, c] = [await rows.lead(), await rows.lead(), await rows.lead()];
    const self = await merge(a.id, a.id);
    expect([self.status, self.body.errors[0].path]).toEqual([400, "leadId"]);
    expect((await merge(a.id, b.id, sales)).status).toBe(403);
    expect((await merge(a.id, crypto.randomUUID())).status).toBe(404);
    await merge(a.id, b.id);
    expect((await merge(c.id, b.id)).status).toBe(404);
    expect((await merge(b.id, c.id)).status).toBe(404);
    await boss("DELETE", `/leads/${c.id}/personal-data`);
    expect((await merge(a.id, c.id)).status).toBe(404);
  });

  test("in all but one of ten at once, crosswise too", async () => {
    const [a, b] = [await rows.lead(), await rows.lead()];
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? merge(a.id, b.id) : merge(b.id, a.id))),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
  });
});

test("after a day a merge stands", async () => {
  const [a, b] = [await rows.lead(), await rows.lead()];
  const merged = await merge(a.id, b.id);
  expect(merged.body.data.undoUntil).toBe(later(24 * 60).toISOString());
  now = new Date(later(24 * 60).getTime() + 1);
  // Times of logins are of the test's clock too.
  const today = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const undoing = await today("POST", `/lead-merges/${merged.body.data.id}/undo`);
  expect(codeOf(undoing)).toEqual([409, "MERGE_TOO_OLD"]);
  expect((await today("POST", `/lead-merges/${crypto.randomUUID()}/undo`)).status).toBe(404);
});
