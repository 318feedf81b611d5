/** What is known of a person can be handed over, and the person removed, while counts stay. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type pg from "pg";
import { pino } from "pino";
import { connect, rowsOf, tenantTables } from "../support/attack-database.ts";
import { eventsOf } from "../support/audit-events.ts";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
import { settle } from "../support/settle.ts";
import { createTestApp, testOwnerUrl } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

let logged = "";
const log = pino(
  { level: "trace" },
  {
    write: (line) => {
      logged += line;
    },
  },
);
let now = new Date();
const app = createTestApp({ clock: () => now, log });
const owner: pg.Client = await connect(testOwnerUrl());
const tables = await tenantTables(owner);
afterAll(async () => {
  await owner.end();
  await app.close();
});

let tenant: TestTenant;
let token: string;
let sales: TestStaff;
let boss: Call;
let ownersToken: string;
let car: string;

beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await createTestDevice(app, tenant)).token;
  sales = await createTestStaff(app, tenant, "sales");
  const owning = await logIn(app, tenant, tenant.owner);
  ownersToken = owning.token;
  boss = callAs(app, tenant, owning);
  const stock = { brand: "Toyota", model: "Avanza", year: 2019, price: 1, status: "available" };
  car = (await boss("POST", "/cars", stock)).body.data.slug;
});
beforeEach(() => app.deps.rateLimits.admin.reset(`${tenant.id}:${tenant.owner.id}`));

let people = 0;
let inboxIds = 1_000;

const enquire = (body: object) =>
  app.send(tenant.host, "/api/leads", { method: "POST", body: JSON.stringify(body) });
async function write(body: object) {
  const init = { method: "POST", body: JSON.stringify(body) };
  const response = await app.send(tenant.host, `/webhook/fonnte/${token}`, init);
  await settle(app, tenant.id);
  return response;
}

/** Somebody of whom everything is known that can be, and every text of which it consists. */
async function newPerson() {
  people += 1;
  const mark = `orang${people}x${crypto.randomUUID().slice(0, 6)}`;
  const digits = `62817${10_000_000 + people}`;
  const who = { name: `Nama ${mark}`, phone: `+${digits}` };
  const asked = { ...who, kind: "trade_in", message: `Tanya ${mark}`, tradeIn: `Xenia ${mark}` };
  await enquire({ ...asked, car: `mobil-${mark}` });
  await enquire({ ...who, kind: "credit", car, downPaymentIdr: 50_000_000 });
  inboxIds += 1;
  const numbered = { sender: digits, message: `Pesan ${mark}`, inboxid: inboxIds };
  const bare = { sender: digits, message: `Halo ${mark}`, timestamp: now.getTime() };
  await write(numbered);
  await write(bare);
  const photo = { url: `https://files.test/${mark}.jpg`, filename: `${mark}.jpg` };
  inboxIds += 1;
  await write({ sender: digits, message: "", ...photo, inboxid: inboxIds });
  inboxIds += 1;
  const place = { location: "-6.2345678,106.8765432" };
  await write({ sender: digits, message: "", ...place, inboxid: inboxIds });
  const [{ id, messages }] = await findLeads(boss, who.phone);
  const conversation = messages[0].conversationId;
  const change = { email: `${mark}@surat.test`, tags: [`tag ${mark}`] };
  await boss("PATCH", `/leads/${id}`, change);
  await boss("PUT", `/leads/${id}/assign`, { staffId: sales.id });
  await boss("PUT", `/leads/${id}/status`, { status: "hot" });
  await boss("POST", `/leads/${id}/notes`, { body: `Catatan ${mark}` });
  await boss("POST", `/conversations/${conversation}/replies`, { body: `Balas ${mark}` });
  await boss("PUT", `/leads/${id}/status`, { status: "lost", reason: `Alasan ${mark}` });
  const texts = [mark, digits, "6.2345678", "106.8765432"];
  return { id, mark, digits, who, conversation, numbered, bare, texts };
}

const exportOf = (id: string) =>
  app.send(tenant.host, `/api/admin/leads/${id}/export`, {
    headers: { Authorization: `Bearer ${ownersToken}` },
  });
const exported = async (id: string) =>
  ((await (await exportOf(id)).json()) as { data: Record<string, unknown> }).data;

const erase = (id: string) => boss("DELETE", `/leads/${id}/personal-data`);

/** The events of a lead by their action. */
const eventsAbout = async (id: string) => {
  const events = await eventsOf(owner, tenant.id);
  const own = events.filter(({ subject_id }) => subject_id === id);
  return Object.fromEntries(own.map((event) => [event.action, event]));
};

/** All that the database holds of the dealership. */
const stored = async () => JSON.stringify(await rowsOf(owner, tables, tenant.id));

describe("an export", () => {
  test("tells everything about one person, and is written down", async () => {
    const { id, mark, who } = await newPerson();
    await boss("PUT", `/leads/${id}/assign`, { staffId: null });
    const response = await exportOf(id);
    expect(response.status).toBe(200);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(response.headers.get("Content-Disposition")).toBe(
      `attachment; filename="lead-${id}.json"`,
    );
    const { data } = (await response.json()) as { data: Record<string, unknown> };
    expect(data).toMatchObject({
      exportedAt: now.toISOString(),
      dealership: `Dealer ${tenant.slug}`,
      lead: {
        ...{ id, ...who, email: `${mark}@surat.test`, tags: [`tag ${mark}`], status: "lost" },
        lostReason: `Alasan ${mark}`,
      },
      lookedAfterBy: ["Olla Owner", "Somebody in sales"],
      enquiries: [
        { carTitle: `mobil-${mark}`, message: `Tanya ${mark}`, tradeIn: `Xenia ${mark}` },
        { carTitle: "2019 Toyota Avanza", message: null, downPaymentIdr: 50_000_000 },
      ],
      notes: [{ body: `Catatan ${mark}`, author: "Olla Owner" }],
      omitted: { enquiries: 0, notes: 0, messages: 0, events: 0 },
    });
    const [conversation, ...others] = data["conversations"] as { messages: object[] }[];
    expect(others).toEqual([]);
    const bodies = [`Pesan ${mark}`, `Halo ${mark}`, "", "", `Balas ${mark}`];
    expect(conversation?.messages).toEqual(
      expect.arrayContaining(bodies.map((body) => expect.objectContaining({ body }))),
    );
    expect(conversation?.messages).toHaveLength(5);
    expect(conversation?.messages).toContainEqual(
      expect.objectContaining({ kind: "location", latitude: -6.2345678, longitude: 106.8765432 }),
    );
    const events = data["events"] as { action: string; fields: string[] }[];
    expect(events.map(({ action }) => action)).toEqual([
      ...["lead.updated", "lead.assigned", "lead.status_changed", "lead.noted"],
      ...["conversation.replied", "lead.status_changed", "lead.assigned"],
    ]);
    expect(events[0]?.fields.toSorted()).toEqual(["email", "tags"]);
    for (const internal of [sales.id, tenant.owner.id, tenant.id]) {
      expect(JSON.stringify(data)).not.toContain(internal);
    }
    expect(await eventsAbout(id)).toMatchObject({ "lead.exported": { actor_id: tenant.owner.id } });
  });

  const flood = (id: string, conversation: string, count: number, body: string) =>
    owner.query(
      `INSERT INTO messages (tenant_id, conversation_id, lead_id, direction, kind, body, identity, sent_at)
       SELECT $1, $2::uuid, $3, 'inbound', 'text', $4::text || n, $2::text || n, timestamptz '2026-01-01' + n * interval '1 second'
       FROM generate_series(1, $5::int) n`,
      [tenant.id, conversation, id, body, count],
    );
  const messagesIn = (data: Record<string, unknown>) =>
    (data["conversations"] as { messages: { body: string }[] }[]).flatMap((one) => one.messages);

  test("holds every message, also of a long conversation", async () => {
    const { id, conversation } = await newPerson();
    await flood(id, conversation, 1_200, "pesan ");
    const messages = messagesIn(await exported(id));
    expect(messages).toHaveLength(1_205);
    expect(messages.slice(0, 2).map(({ body }) => body)).toEqual(["pesan 1", "pesan 2"]);
  });

  test("leaves out the oldest of more than 16 MB of messages, and says how many", async () => {
    const { id, conversation } = await newPerson();
    await flood(id, conversation, 400, "x".repeat(60_000));
    const data = await exported(id);
    const messages = messagesIn(data);
    const { omitted } = data as { omitted: { messages: number } };
    expect(messages.length).toBeWithin(270, 290);
    expect(omitted.messages).toBe(405 - messages.length);
    expect(messages[0]?.body).toEndWith(`x${400 - (messages.length - 5) + 1}`);
    expect((await erase(id)).status).toBe(204);
  });
});

describe("an erasure", () => {
  test("leaves nothing of the person, and everything of everybody else", async () => {
    const kept = await newPerson();
    const { id, texts } = await newPerson();
    await exportOf(id);
    const before = await stored();
    for (const text of texts) expect(before).toContain(text);
    const keptBefore = (await boss("GET", `/leads/${kept.id}`)).body;
    expect(await erase(id)).toEqual({ status: 204, body: null });
    const after = await rowsOf(owner, tables, tenant.id);
    // Both persons wrote from the same place.
    const own = JSON.stringify(after["messages"]?.filter((row) => row["lead_id"] === id));
    for (const text of texts.slice(0, 2)) expect(JSON.stringify(after)).not.toContain(text);
    for (const text of texts) expect(own).not.toContain(text);
    expect((await boss("GET", `/leads/${kept.id}`)).body).toEqual(keptBefore);
    expect(await eventsAbout(id)).toMatchObject({
      "lead.erased": { actor_id: tenant.owner.id, before: null, after: null },
    });
  });

  test("withdraws the notices that would name the person", async () => {
    const [kept, gone] = [await newPerson(), await newPerson()];
    const heldBy = async (id: string) => {
      const { rows } = await owner.query(
        `SELECT status, content_sealed IS NULL AS "isForgotten" FROM notifications
         WHERE tenant_id = $1 AND occasion LIKE '%' || $2 || '%'`,
        [tenant.id, id],
      );
      return rows;
    };
    expect(await heldBy(gone.id)).toEqual([{ status: "queued", isForgotten: false }]);
    expect((await erase(gone.id)).status).toBe(204);
    expect(await heldBy(gone.id)).toEqual([{ status: "failed", isForgotten: true }]);
    expect(await heldBy(kept.id)).toEqual([{ status: "queued", isForgotten: false }]);
  });

  test("keeps the statistics as they were", async () => {
    const asSales = callAs(app, tenant, sales);
    const counts = async () => [
      (await boss("GET", "/leads/stats")).body.data,
      (await boss("GET", "/leads/stats?from=2020-01-01&to=2199-12-31")).body.data,
      (await asSales("GET", "/leads/stats")).body.data,
    ];
    const persons = [await newPerson(), await newPerson()];
    const before = await counts();
    expect(before[0].byStatus.lost).toBeGreaterThanOrEqual(2);
    for (const { id } of persons) expect((await erase(id)).status).toBe(204);
    expect(await counts()).toEqual(before);
  });

  test("hides the lead from everybody, for every purpose", async () => {
    const { id, mark, who, conversation } = await newPerson();
    await erase(id);
    for (const q of [mark, who.phone, "Pesan"]) {
      const found = (await boss("GET", `/leads?limit=100&q=${encodeURIComponent(q)}`)).body.data;
      expect(found.map((lead: { id: string }) => lead.id)).not.toContain(id);
    }
    const listed = (await boss("GET", "/leads?limit=100")).body.data;
    expect(listed.map((lead: { id: string }) => lead.id)).not.toContain(id);
    for (const call of [boss, callAs(app, tenant, sales)]) {
      for (const [method, path, body] of [
        ["GET", "", undefined],
        ["PATCH", "", { name: "Kembali" }],
        ["PUT", "/assign", { staffId: null }],
        ["PUT", "/status", { status: "hot" }],
        ["PUT", "/tags", { tags: ["x"] }],
        ["POST", "/notes", { body: "x" }],
      ] as const) {
        expect([path, (await call(method, `/leads/${id}${path}`, body)).status]).toEqual([
          path,
          404,
        ]);
      }
      const replied = await call("POST", `/conversations/${conversation}/replies`, { body: "x" });
      expect(replied.status).toBe(404);
    }
    expect((await exportOf(id)).status).toBe(404);
    expect((await erase(id)).status).toBe(404);
  });

  test("lets the person come back as somebody new", async () => {
    const { id, digits, who } = await newPerson();
    await erase(id);
    inboxIds += 1;
    await write({ sender: digits, message: "Halo lagi", inboxid: inboxIds });
    const [back, ...others] = await findLeads(boss, who.phone);
    expect(others).toEqual([]);
    expect(back.id).not.toBe(id);
    expect(back).toMatchObject({ name: null, status: "new", enquiries: [], notes: [] });
    expect(back.messages.map(({ body }: { body: string }) => body)).toEqual(["Halo lagi"]);
    await erase(back.id);
    expect((await enquire({ ...who, kind: "question" })).status).toBe(201);
    expect(await findLeads(boss, who.phone)).toMatchObject([{ name: who.name, messages: [] }]);
  });

  const identities = async (id: string) => {
    const { rows } = await owner.query<{ identity: string }>(
      "SELECT identity FROM messages WHERE lead_id = $1",
      [id],
    );
    return rows.map(({ identity }) => identity);
  };

  test("knows a late repeat of a numbered message, and forgets all other identities", async () => {
    const { id, who, numbered } = await newPerson();
    const before = new Set(await identities(id));
    await erase(id);
    await write(numbered);
    expect(await findLeads(boss, who.phone)).toEqual([]);
    const kept = (await identities(id)).filter((identity) => before.has(identity));
    // Three came with the gateway's number, and the reply's identity is random.
    expect(kept).toHaveLength(4);
    expect(kept.filter((identity) => identity.startsWith("content:"))).toEqual([]);
  });

  test("forgets every identity once the gateway repeats no more", async () => {
    const { id } = await newPerson();
    now = new Date(now.getTime() + 21 * 60_000);
    await erase(id);
    const left = await identities(id);
    expect(left.filter((identity) => !identity.startsWith("erased:"))).toEqual([]);
    expect(new Set(left).size).toBe(5);
  });

  test("that meets what the person writes leaves it on a new lead, or takes it along", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { id, digits, who } = await newPerson();
      inboxIds += 1;
      const message = { sender: digits, message: `serentak ${digits}`, inboxid: inboxIds };
      const [erased, written, asked, noted] = await Promise.all([
        erase(id),
        write(message),
        enquire({ ...who, kind: "question", message: `serentak ${digits}` }),
        boss("POST", `/leads/${id}/notes`, { body: `serentak ${digits}` }),
      ]);
      expect([erased.status, written.status, asked.status]).toEqual([204, 200, 201]);
      expect([201, 404]).toContain(noted.status);
      const { lead_notes, messages, enquiries, leads } = await rowsOf(owner, tables, tenant.id);
      const ofErased = JSON.stringify(
        [lead_notes, messages, enquiries].flatMap((rows) =>
          (rows ?? []).filter((row) => row["lead_id"] === id),
        ),
      );
      expect(ofErased).not.toContain(digits);
      const itself = leads?.find((row) => row["id"] === id);
      expect(itself).toMatchObject({ phone: null, name: null, status: expect.any(String) });
    }
  });

  test("and an export leave nothing of a person in the log", () => {
    expect(logged).toContain("personal-data");
    expect(logged).not.toMatch(/orang\d|62817|Nama |Catatan /);
  });
});
