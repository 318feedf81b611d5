/** Calls that staff note. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { type LeadRows, leadRows } from "../support/lead-rows.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

const now = new Date("2026-11-20T02:00:00Z");
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

const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const waiting = {
  first_inbound_at: minutesAgo(30),
  awaiting_since: minutesAgo(30),
  reply_due_at: minutesAgo(15),
};
const clockOf = async (id: string) => {
  const { rows: found } = await owner.query(
    "SELECT first_reply_at, awaiting_since, reply_due_at FROM leads WHERE id = $1",
    [id],
  );
  return found[0];
};

test("a call that reached the person is an answer, and its note is the lead's", async () => {
  const { id } = await rows.lead(waiting);
  const call = { direction: "outbound", outcome: "reached", minutes: 4, note: "Mau cicilan" };
  const { status, body } = await boss("POST", `/leads/${id}/calls`, call);
  expect(status).toBe(201);
  const { note, ...told } = call;
  expect(body.data).toEqual({ ...told, at: now.toISOString(), noteId: expect.any(String) });
  expect(await clockOf(id)).toEqual({
    first_reply_at: now,
    awaiting_since: null,
    reply_due_at: null,
  });
  const detail = (await boss("GET", `/leads/${id}`)).body.data;
  expect(detail.notes).toMatchObject([{ id: body.data.noteId, body: note }]);
});

test.each(["no_answer", "busy", "wrong_number"])("%s is no answer", async (outcome) => {
  const { id } = await rows.lead(waiting);
  expect(
    (await boss("POST", `/leads/${id}/calls`, { direction: "outbound", outcome })).status,
  ).toBe(201);
  expect(await clockOf(id)).toMatchObject({
    first_reply_at: null,
    awaiting_since: waiting.awaiting_since,
  });
});

test("a call from before the person wrote does not answer them", async () => {
  const { id } = await rows.lead(waiting);
  const at = minutesAgo(45).toISOString();
  const call = { direction: "outbound", outcome: "reached", at };
  expect((await boss("POST", `/leads/${id}/calls`, call)).body.data.at).toBe(at);
  expect(await clockOf(id)).toEqual({
    ...{ first_reply_at: null, awaiting_since: waiting.awaiting_since },
    reply_due_at: waiting.reply_due_at,
  });
  const { data } = (await boss("GET", `/leads/${id}/timeline`)).body;
  expect(data).toMatchObject([{ at, event: { kind: "call" } }]);
});

test("an erasure takes the words of a call away", async () => {
  const { id } = await rows.lead();
  await boss("POST", `/leads/${id}/calls`, {
    direction: "inbound",
    outcome: "reached",
    note: "Rahasia",
  });
  await boss("DELETE", `/leads/${id}/personal-data`);
  const left = await owner.query("SELECT details::text FROM lead_events WHERE lead_id = $1", [id]);
  expect(JSON.stringify(left.rows)).not.toContain("Rahasia");
  expect((await owner.query("SELECT 1 FROM lead_notes WHERE lead_id = $1", [id])).rowCount).toBe(0);
});

test.each([
  ["direction", { direction: "sideways" }],
  ["outcome", { outcome: "maybe" }],
  ["minutes", { minutes: -1 }],
  ["minutes", { minutes: 601 }],
  ["note", { note: "n".repeat(4_001) }],
  ["at", { at: "yesterday" }],
  ["at", { at: "2026-11-20T02:02:00Z" }],
])("a call is refused for its %s", async (path, change) => {
  const { id } = await rows.lead();
  const call = { direction: "outbound", outcome: "reached", ...change };
  const { status, body } = await boss("POST", `/leads/${id}/calls`, call);
  expect([status, body.errors[0].path]).toEqual([400, path]);
});
