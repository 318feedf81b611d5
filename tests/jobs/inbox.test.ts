/** What is worked in from the gateway's events: once each, in order, nothing lost. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { runInbox } from "../../src/jobs/run-inbox.ts";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
import { eventually } from "../support/eventually.ts";
import { settle } from "../support/settle.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const apps = [createTestApp(), createTestApp()] as const;
const [app] = apps;
const database = await connect(app.ownerUrl);
afterAll(async () => {
  await database.end();
  for (const one of apps) await one.close();
});

let tenant: TestTenant;
let device: { id: string; token: string };
let owner: Call;
beforeAll(async () => {
  tenant = await createTestTenant(app);
  device = await createTestDevice(app, tenant);
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});

let people = 0;
let inboxIds = 0;
function newSender(): string {
  people += 1;
  return `62815${10_000_000 + people}`;
}
function message(fields: object) {
  inboxIds += 1;
  return { inboxid: inboxIds, timestamp: 1_790_000_000, ...fields };
}

async function post(body: object, through: TestApp = app, address = "") {
  const path = `/webhook/fonnte/${device.token}${address}`;
  const init = { method: "POST", body: JSON.stringify(body) };
  expect((await through.send(tenant.host, path, init)).status).toBe(200);
}

/** An order that differs each time. */
const shuffled = <Item>(items: Item[]) =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);

const turn = <Item>(items: Item[], at: number) => items[at % items.length];

async function postAll(bodies: object[]) {
  await Promise.all(bodies.map((body, at) => post(body, turn([...apps], at))));
  await Promise.all(apps.map((one) => settle(one, tenant.id)));
}

const rows = async (sql: string, ...values: unknown[]) =>
  (await database.query(sql, [tenant.id, ...values])).rows;

describe("messages over two processes", () => {
  test("of 1 to 5 copies each, shuffled, are stored once, in order, with one job each", async () => {
    const senders = Array.from({ length: 12 }, newSender);
    const unique = Array.from({ length: 150 }, (_, n) =>
      message({ sender: turn(senders, n), message: `pesan ${n}`, timestamp: 1_790_000_000 + n }),
    );
    await postAll(shuffled(unique.flatMap((one, n) => Array(1 + (n % 5)).fill(one))));
    const jobs = await rows(
      `SELECT payload->'contacts' AS contacts FROM graphile_worker._private_jobs WHERE payload->>'tenantId' = $1`,
    );
    const contacts = jobs.flatMap((job) => job.contacts ?? []).map((one) => one.messageId);
    expect(new Set(contacts).size).toBe(contacts.length);
    for (const [at, sender] of senders.entries()) {
      const leads = await findLeads(owner, `+${sender}`);
      expect(leads).toHaveLength(1);
      const [{ messages }] = leads;
      const expected = unique.filter((_, n) => n % senders.length === at);
      expect(messages.map((one: { body: string }) => one.body)).toEqual(
        expected.map((one) => (one as unknown as { message: string }).message),
      );
      for (const { id } of messages) expect(contacts).toContain(id);
    }
    expect(await rows("SELECT id FROM webhook_events WHERE tenant_id = $1")).toEqual([]);
  });

  test("200 first ones of a new person at once are one lead and 200 messages", async () => {
    const sender = newSender();
    await postAll(Array.from({ length: 200 }, (_, n) => message({ sender, message: `m${n}` })));
    const found = await rows(
      `SELECT count(DISTINCT l.id)::int AS leads, count(m.id)::int AS messages FROM leads l
       JOIN messages m ON m.tenant_id = l.tenant_id AND m.lead_id = l.id
       WHERE l.tenant_id = $1 AND l.phone = $2`,
      `+${sender}`,
    );
    expect(found).toEqual([{ leads: 1, messages: 200 }]);
  });
});

describe("a lead", () => {
  test("is told of on its timeline and in the inbox, and awaits an answer since the first", async () => {
    const sender = newSender();
    await post(message({ sender, message: "dua", timestamp: 1_790_000_002 }));
    await settle(app, tenant.id);
    await post(message({ sender, message: "satu", timestamp: 1_790_000_001 }));
    await settle(app, tenant.id);
    const [lead] = await rows(
      "SELECT * FROM leads WHERE tenant_id = $1 AND phone = $2",
      `+${sender}`,
    );
    expect(lead.awaiting_since).toEqual(new Date(1_790_000_001_000));
    expect(lead.last_inbound_at).toEqual(new Date(1_790_000_002_000));
    const events = "SELECT kind FROM lead_events WHERE tenant_id = $1 AND lead_id = $2";
    expect(await rows(events, lead.id)).toEqual([{ kind: "created" }]);
    const live = "SELECT kind FROM live_events WHERE tenant_id = $1 AND lead_id = $2";
    expect(await rows(live, lead.id)).toEqual(Array(2).fill({ kind: "message.received" }));
  });

  test("that was answered awaits nothing for what was written before", async () => {
    const sender = newSender();
    const seconds = Math.floor(Date.now() / 1000);
    await post(message({ sender, message: "halo", timestamp: seconds - 100 }));
    await settle(app, tenant.id);
    const [{ id, messages }] = await findLeads(owner, `+${sender}`);
    const { conversationId } = messages[0];
    await owner("POST", `/conversations/${conversationId}/replies`, { body: "Halo juga" });
    await database.query("UPDATE leads SET awaiting_since = NULL WHERE id = $1", [id]);
    await post(message({ sender, message: "terlambat", timestamp: seconds - 50 }));
    await settle(app, tenant.id);
    const awaiting = "SELECT awaiting_since FROM leads WHERE tenant_id = $1 AND id = $2";
    expect(await rows(awaiting, id)).toEqual([{ awaiting_since: null }]);
  });

  test.each([
    [["STOP"], true],
    [["  berhenti! "], true],
    [["Mulai."], false],
    [["STOP", "MULAI"], false],
    [["MULAI", "stop"], true],
    [["stop ya kak"], false],
    [["STOP", "halo"], true],
  ])("that writes %p in whatever order it arrives: opted out %p", async (words, isOut) => {
    for (const order of [words.keys().toArray(), words.keys().toArray().toReversed()]) {
      const sender = newSender();
      for (const at of order) {
        await post(message({ sender, message: words[at], timestamp: 1_790_000_000 + at }));
        await settle(app, tenant.id);
      }
      const sql = "SELECT opted_out_at FROM leads WHERE tenant_id = $1 AND phone = $2";
      const [lead] = await rows(sql, `+${sender}`);
      expect(lead.opted_out_at !== null).toBe(isOut);
    }
  });

  test("merged into another gets its person's messages there", async () => {
    const [first, second] = [newSender(), newSender()];
    for (const sender of [first, second]) await post(message({ sender, message: "x" }));
    await settle(app, tenant.id);
    const idOf = async (sender: string) => (await findLeads(owner, `+${sender}`))[0].id;
    const [kept, merged] = [await idOf(first), await idOf(second)];
    await database.query("UPDATE leads SET merged_into_id = $1 WHERE id = $2", [kept, merged]);
    await post(message({ sender: second, message: "masih saya" }));
    await settle(app, tenant.id);
    const sql = "SELECT lead_id FROM messages WHERE tenant_id = $1 AND body = 'masih saya'";
    expect(await rows(sql)).toEqual([{ lead_id: kept }]);
  });
});

test("a form that somebody filled in is a message of theirs", async () => {
  const sender = newSender();
  await post(
    { device: "1", sender, name: "Rina", budget: "150 juta", tipe: ["MPV", "SUV"] },
    app,
    "/submission",
  );
  await settle(app, tenant.id);
  const [lead] = await findLeads(owner, `+${sender}`);
  expect(lead.messages).toMatchObject([
    { kind: "submission", body: "budget: 150 juta\ntipe: MPV\ntipe: SUV" },
  ]);
});

test("an event that the database refuses is alone in being put aside", async () => {
  const sender = newSender();
  await database.query(
    "ALTER TABLE messages ADD CONSTRAINT no_poison CHECK (body <> 'racun') NOT VALID",
  );
  for (let n = 0; n < 9; n += 1)
    await post(message({ sender, message: n === 4 ? "racun" : `${n}` }));
  await settle(app, tenant.id);
  await database.query("ALTER TABLE messages DROP CONSTRAINT no_poison");
  const [lead] = await findLeads(owner, `+${sender}`);
  expect(lead.messages).toHaveLength(8);
  const { data } = (await owner("GET", "/webhook-events")).body;
  expect(data).toMatchObject([{ reason: "the database refused to store it" }]);
  expect((await owner("POST", `/webhook-events/${data[0].id}/replay`)).status).toBe(204);
  await settle(app, tenant.id);
  expect((await findLeads(owner, `+${sender}`))[0].messages).toHaveLength(9);
});

describe("a message's status", () => {
  let sentTo: { id: string; messages: { conversationId: string }[] };
  beforeAll(async () => {
    const sender = newSender();
    await post(message({ sender, message: "halo" }));
    await settle(app, tenant.id);
    [sentTo] = await findLeads(owner, `+${sender}`);
  });

  /** A message of ours under the gateway's number. */
  async function sent(gatewayId: string, status = "sent"): Promise<string> {
    const { rows: made } = await database.query(
      `INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity,
         sent_at, received_at, status, gateway_id)
       VALUES ($1, $2, $3, 'outbound', 'text', 'x', gen_random_uuid()::text, now(), now(), $4, $5)
       RETURNING id`,
      [tenant.id, sentTo.messages[0]?.conversationId, sentTo.id, status, gatewayId],
    );
    return made[0].id;
  }
  const statusOf = async (id: string) =>
    (
      await rows("SELECT status, failure_reason FROM messages WHERE tenant_id = $1 AND id = $2", id)
    )[0];

  test("moves forward in whatever order it comes, by its number or WhatsApp's alone", async () => {
    const reports = [
      { id: "g", stateid: "s", status: "sent" },
      { id: "g", stateid: "s", status: "sent", state: "delivered" },
      { stateid: "s", state: "read" },
      { id: "g", status: "pending" },
    ];
    for (let round = 0; round < 8; round += 1) {
      const gatewayId = `order-${round}`;
      const id = await sent(gatewayId, "sending");
      for (const report of shuffled(reports)) {
        const numbered = { ...report, ...(report.id && { id: gatewayId }) };
        const stated = { ...numbered, ...(report.stateid && { stateid: `s-${gatewayId}` }) };
        await post({ device: "1", ...stated }, app, "/status");
        if (round % 2 === 0) await settle(app, tenant.id);
      }
      await settle(app, tenant.id);
      expect((await statusOf(id)).status).toBe("read");
    }
    expect(await rows("SELECT * FROM early_statuses WHERE tenant_id = $1")).toEqual([]);
  });

  test("that comes before its message is kept, the furthest", async () => {
    for (const state of ["read", "sent"]) await post({ id: "early-1", stateid: "s1", state });
    await settle(app, tenant.id);
    const kept = "SELECT gateway_id, state_id, status FROM early_statuses WHERE tenant_id = $1";
    expect(await rows(kept)).toEqual([{ gateway_id: "early-1", state_id: "s1", status: "read" }]);
  });

  test("of a failure counts until it was delivered", async () => {
    const [failing, delivered] = [await sent("fail-1"), await sent("fail-2", "delivered")];
    for (const id of ["fail-1", "fail-2"]) await post({ id, status: "expired" });
    await settle(app, tenant.id);
    expect(await statusOf(failing)).toEqual({ status: "failed", failure_reason: "expired" });
    expect(await statusOf(delivered)).toEqual({ status: "delivered", failure_reason: null });
  });
});

test("a device's connection follows the gateway's clock", async () => {
  const state = async () =>
    (
      await rows(
        "SELECT connection, connection_reason FROM whatsapp_devices WHERE tenant_id = $1 AND id = $2",
        device.id,
      )
    )[0];
  const report = (status: string, timestamp: number, reason = "") =>
    post({ device: "1", status, timestamp, reason, token: "live" }, app, "/device");
  await report("disconnect", 1_790_000_100, "logged out");
  await report("connect", 1_790_000_000);
  await settle(app, tenant.id);
  expect(await state()).toEqual({ connection: "disconnected", connection_reason: "logged out" });
  await report("connect", 1_790_000_200);
  await settle(app, tenant.id);
  expect(await state()).toEqual({ connection: "connected", connection_reason: null });
});

test("the server works in what it and others have taken in by itself", async () => {
  const [mine, others] = [newSender(), newSender()];
  await post(message({ sender: others, message: "dari proses lain" }), apps[1]);
  const pump = runInbox(app.deps);
  await post(message({ sender: mine, message: "dari proses ini" }));
  for (const sender of [mine, others]) {
    await eventually(async () => (await findLeads(owner, `+${sender}`)).length === 1);
  }
  await pump.stop();
});
