/** Everything on a lead in one list: whatever it is, in the order in which it happened. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type LeadRows, leadRows } from "../support/lead-rows.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

let now = new Date("2026-11-20T02:00:00Z");
const app = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
});

let tenant: TestTenant;
let boss: Call;
let rows: LeadRows;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  rows = await leadRows(app, owner, tenant);
});

interface Entry {
  at: string;
  id: string;
  type: string;
}

async function wholeTimeline(id: string, limit: number): Promise<Entry[]> {
  const all: Entry[] = [];
  let cursor = "";
  do {
    const { status, body } = await boss("GET", `/leads/${id}/timeline?limit=${limit}${cursor}`);
    expect(status).toBe(200);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    all.push(...body.data);
    cursor = body.meta.nextCursor ? `&cursor=${body.meta.nextCursor}` : "";
  } while (cursor);
  return all;
}

test("what staff do to a lead is told with who did it, beside what was written", async () => {
  const { id, phone } = await rows.lead();
  const talk = await rows.conversation(id, phone);
  const start = now.getTime();
  const at = (minute: number) => new Date(start + minute * 60_000);
  await rows.message(id, talk, at(0), { body: "Masih ada?" });
  await rows.reply(id, talk, at(1), { body: "Halo", automatic: "greeting" });
  await rows.reply(id, talk, at(2), { body: "Masih, kak", author_id: tenant.owner.id });
  await rows.insert("enquiries", {
    lead_id: id,
    kind: "question",
    message: "Bisa kredit?",
    created_at: at(3),
  });
  now = at(4);
  await boss("PUT", `/leads/${id}/status`, { status: "hot" });
  await boss("PUT", `/leads/${id}/status`, { status: "hot" });
  now = at(5);
  await boss("POST", `/leads/${id}/notes`, { body: "Datang Sabtu" });
  now = at(6);
  await boss("POST", `/leads/${id}/calls`, { direction: "outbound", outcome: "busy" });
  const { body } = await boss("GET", `/leads/${id}/timeline`);
  const staff = { kind: "staff", id: tenant.owner.id, name: "Olla Owner" };
  const person = { kind: "person", id: null, name: null };
  expect(body.data).toMatchObject([
    {
      type: "event",
      at: at(6).toISOString(),
      actor: staff,
      event: { kind: "call", details: { outcome: "busy" } },
    },
    { type: "note", actor: staff, note: { body: "Datang Sabtu" } },
    {
      type: "event",
      actor: staff,
      event: { kind: "status_changed", details: { from: "new", to: "hot" } },
    },
    { type: "enquiry", actor: person, enquiry: { kind: "question", message: "Bisa kredit?" } },
    {
      type: "message",
      actor: staff,
      message: { body: "Masih, kak", direction: "outbound", status: "sent" },
    },
    { type: "message", actor: { kind: "job", name: null }, message: { automatic: "greeting" } },
    {
      type: "message",
      at: at(0).toISOString(),
      actor: person,
      message: { body: "Masih ada?", status: null },
    },
  ]);
  expect(body.meta).toEqual({ limit: 50, nextCursor: null });
});

test("page by page it is whole and in order, also where much happened at one moment", async () => {
  const { id, phone } = await rows.lead();
  const talk = await rows.conversation(id, phone);
  const start = now.getTime();
  for (let n = 0; n < 60; n += 1) {
    const at = new Date(start + Math.floor(Math.random() * 8));
    const kind = n % 4;
    if (kind === 0) await rows.message(id, talk, at);
    if (kind === 1)
      await rows.insert("lead_notes", { lead_id: id, body: "Catatan", created_at: at });
    if (kind === 2) await rows.insert("enquiries", { lead_id: id, kind: "credit", created_at: at });
    if (kind === 3) {
      await rows.insert("lead_events", { lead_id: id, at, kind: "reminded", actor_kind: "job" });
    }
  }
  const whole = await wholeTimeline(id, 100);
  expect(whole.length).toBe(60);
  const key = ({ at, id }: Entry) => `${at} ${id}`;
  expect(whole.map(key)).toEqual(whole.map(key).sort().reverse());
  for (const limit of [1, 7, 59, 60]) expect(await wholeTimeline(id, limit)).toEqual(whole);
});

test("only who may know of the lead is told, and a broken cursor is refused", async () => {
  const admin = await createTestStaff(app, tenant, "admin");
  const sales = callAs(app, tenant, await createTestStaff(app, tenant, "sales"));
  const { id } = await rows.lead({ assignee_id: admin.id });
  expect((await sales("GET", `/leads/${id}/timeline`)).status).toBe(404);
  expect(
    (await sales("POST", `/leads/${id}/calls`, { direction: "inbound", outcome: "reached" }))
      .status,
  ).toBe(404);
  const broken = await boss("GET", `/leads/${id}/timeline?cursor=x`);
  expect([broken.status, broken.body.errors[0].path]).toEqual([400, "cursor"]);
});
