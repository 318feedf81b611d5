import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { setTenantStatus } from "../../src/domain/tenants/set-tenant-status.ts";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
import { json } from "../support/json.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

let now = new Date();
const app = createTestApp({ clock: () => now });
afterAll(() => app.close());

let tenant: TestTenant;
let token: string;
let owner: Call;

beforeAll(async () => {
  tenant = await createTestTenant(app);
  token = (await createTestDevice(app, tenant)).token;
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});

let people = 0;
/** The digits of a phone number that nobody else here has. */
function newSender(): string {
  people += 1;
  return `62813${10_000_000 + people}`;
}
let inboxIds = 0;
function newInboxId(): number {
  inboxIds += 1;
  return inboxIds;
}

type Posted = { body: unknown; to?: string; at?: TestTenant; type?: string };

/** Posts what the gateway would, and has it worked in. */
async function post({ body, to = token, at = tenant, type }: Posted) {
  const response = await app.send(at.host, `/webhook/fonnte/${to}`, {
    method: "POST",
    headers: type ? { "Content-Type": type } : {},
    body: body instanceof FormData ? body : typeof body === "string" ? body : JSON.stringify(body),
  });
  if (response.status === 200) await settle(app, at.id);
  return { status: response.status, headers: response.headers, body: await json(response) };
}

const RECEIVED = { status: 200, body: { status: true } };
const bodies = (lead: { messages: { body: string }[] }) => lead.messages.map((one) => one.body);

describe("a message", () => {
  test("from a new number makes a lead with a history", async () => {
    const sender = newSender();
    const timestamp = Math.floor(now.getTime() / 1000) - 60;
    const message = { device: "x", sender, name: "Budi", message: "Avanza ada?", timestamp };
    expect(await post({ body: { ...message, inboxid: newInboxId() } })).toMatchObject(RECEIVED);
    const leads = await findLeads(owner, `+${sender}`);
    expect(leads).toMatchObject([
      {
        name: "Budi",
        phone: `+${sender}`,
        whatsappLid: null,
        source: "whatsapp",
        status: "new",
        firstInboundAt: new Date(timestamp * 1000).toISOString(),
        lastActivityAt: now.toISOString(),
        firstReplyAt: null,
        messages: [
          {
            direction: "inbound",
            kind: "text",
            body: "Avanza ada?",
            author: null,
            sentAt: new Date(timestamp * 1000).toISOString(),
          },
        ],
      },
    ]);
  });

  test("of a person who asked on the site is the same lead's", async () => {
    const sender = newSender();
    await app.send(tenant.host, "/api/leads", {
      method: "POST",
      body: JSON.stringify({ name: "Sari", phone: `0${sender.slice(2)}`, kind: "question" }),
    });
    await post({ body: { sender, name: "sari ❤", message: "halo", inboxid: newInboxId() } });
    const leads = await findLeads(owner, `+${sender}`);
    expect(leads).toMatchObject([{ name: "Sari", source: "website", enquiries: [{}] }]);
    expect(bodies(leads[0])).toEqual(["halo"]);
  });

  test("is ordered by the gateway's time, not by arrival", async () => {
    const sender = newSender();
    const start = Math.floor(now.getTime() / 1000) - 1000;
    for (const second of [30, 10, 20]) {
      const message = { sender, message: `${second}`, timestamp: start + second };
      await post({ body: { ...message, inboxid: newInboxId() } });
    }
    const [lead] = await findLeads(owner, `+${sender}`);
    expect(bodies(lead)).toEqual(["10", "20", "30"]);
    expect(lead.firstInboundAt).toBe(new Date((start + 10) * 1000).toISOString());
  });

  test("fills a missing name and keeps the one there is", async () => {
    const sender = newSender();
    await post({ body: { sender, message: "1", inboxid: newInboxId() } });
    await post({ body: { sender, name: "Tono", message: "2", inboxid: newInboxId() } });
    await post({ body: { sender, name: "T.", message: "3", inboxid: newInboxId() } });
    expect(await findLeads(owner, `+${sender}`)).toMatchObject([{ name: "Tono" }]);
  });

  test("from an opaque WhatsApp id makes a lead without a phone number", async () => {
    const sender = `${Date.now()}1@lid`;
    await post({ body: { sender, name: "Lidia", message: "dari lid", inboxid: newInboxId() } });
    await post({ body: { sender, message: "lagi", inboxid: newInboxId() } });
    const leads = await findLeads(owner, "dari lid");
    expect(leads).toMatchObject([{ name: "Lidia", phone: null, whatsappLid: sender }]);
    expect(bodies(leads[0])).toHaveLength(2);
  });

  test("of another kind keeps its media and place", async () => {
    const sender = newSender();
    const url = "https://files.example.test/stnk.jpg";
    const photo = { sender, message: "STNK", url, filename: "stnk.jpg", timestamp: 1_790_000_000 };
    const place = { sender, message: "", location: "-6.2,106.8", timestamp: 1_790_000_001 };
    await post({ body: { ...photo, inboxid: newInboxId() } });
    await post({ body: { ...place, inboxid: newInboxId() } });
    const [lead] = await findLeads(owner, `+${sender}`);
    expect(lead.messages).toMatchObject([
      { kind: "media", body: "STNK", mediaUrl: url, mediaFilename: "stnk.jpg", latitude: null },
      { kind: "location", body: "", mediaUrl: null, latitude: -6.2, longitude: 106.8 },
    ]);
  });

  test("re-opens a lead that was closed", async () => {
    const sender = newSender();
    await post({ body: { sender, message: "1", inboxid: newInboxId() } });
    const [{ id }] = await findLeads(owner, `+${sender}`);
    await owner("PUT", `/leads/${id}/status`, { status: "hot" });
    await owner("PUT", `/leads/${id}/status`, { status: "closed" });
    await post({ body: { sender, message: "2", inboxid: newInboxId() } });
    expect((await owner("GET", `/leads/${id}`)).body.data).toMatchObject({
      status: "new",
      reopenedAt: now.toISOString(),
    });
  });
});

describe("a body", () => {
  const fields = (sender: string) => ({
    pengirim: sender,
    pesan: "dari formulir & é 😀",
    name: "F",
  });

  test("may be an urlencoded form", async () => {
    const sender = newSender();
    const body = new URLSearchParams(fields(sender)).toString();
    const type = "application/x-www-form-urlencoded";
    expect(await post({ body, type })).toMatchObject(RECEIVED);
    const [lead] = await findLeads(owner, `+${sender}`);
    expect(bodies(lead)).toEqual(["dari formulir & é 😀"]);
  });

  test("may be a multipart form", async () => {
    const sender = newSender();
    const body = new FormData();
    for (const [name, value] of Object.entries(fields(sender))) body.set(name, value);
    expect(await post({ body })).toMatchObject(RECEIVED);
    const [lead] = await findLeads(owner, `+${sender}`);
    expect(bodies(lead)).toEqual(["dari formulir & é 😀"]);
  });

  test("may carry fields of any kind that are not read", async () => {
    const sender = newSender();
    const body = {
      sender: Number(sender),
      message: 12345,
      inboxid: `${newInboxId()}`,
      member: {},
      choices: [{ deep: [] }],
      location: { latitude: 1 },
      extra: { nested: ["\u0000"] },
      quick: null,
      type: 7,
    };
    expect(await post({ body })).toMatchObject(RECEIVED);
    const [lead] = await findLeads(owner, `+${sender}`);
    expect(bodies(lead)).toEqual(["12345"]);
  });

  test("loses no message for NUL, broken Unicode, length or an absurd number", async () => {
    const sender = newSender();
    const long = "x".repeat(65_536);
    const said: object[] = [
      { message: "n\u0000ul", name: "N\u0000" },
      { message: "half \ud83d" },
      { message: long },
      { message: "absurd", timestamp: 1e300, inboxid: -1e300, location: "999,999" },
      {
        message: "long",
        name: "n".repeat(10_000),
        filename: "f".repeat(10_000),
        url: "u".repeat(10_000),
      },
      { message: "' OR 1=1 --", timestamp: "' OR 1=1 --" },
    ];
    for (const one of said) {
      expect(await post({ body: { sender, inboxid: newInboxId(), ...one } })).toMatchObject(
        RECEIVED,
      );
      now = new Date(now.getTime() + 1);
    }
    const [lead] = await findLeads(owner, `+${sender}`);
    expect(bodies(lead)).toEqual(["nul", "half \ufffd", long, "absurd", "long", "' OR 1=1 --"]);
    expect(lead.name).toBe("N");
  });
});

describe("what is no message of one person", () => {
  test.each([
    { sender: "120363400835772540@g.us", message: "grup-a", isgroup: true },
    { sender: "6281234567891", message: "grup-b", isgroup: "true" },
    { sender: "6281234567891", message: "grup-c", isgroup: 1 },
    { sender: "6281234567891", message: "grup-d", member: "6282147077374" },
    { sender: "6281234567891", message: "grup-d", member: 6282147077374 },
    { sender: "120363400835772540", message: "grup-h" },
    { sender: 123, message: "grup-i" },
    { sender: "Telkomsel", message: "grup-j" },
    { sender: "s".repeat(200), message: "grup-k" },
    { device: "grup-l", stateid: "3EB0" },
    { device: "grup-m", id: 80367170 },
    { sender: "status@broadcast", message: "grup-e" },
    { device: "grup-f", id: "80367170", stateid: "x", status: "sent", state: "read" },
    { device: "grup-g", status: "disconnect", token: "live-token", reason: "x", timestamp: "1" },
  ])("is answered and left: %p", async (body) => {
    expect(await post({ body })).toMatchObject(RECEIVED);
    expect(await findLeads(owner, "grup-")).toEqual([]);
    expect(await findLeads(owner, "6281234567891")).toEqual([]);
  });
});

describe("a repeat", () => {
  test("of 15 copies at once is one message", async () => {
    const sender = newSender();
    const body = { sender, message: "sekali saja", inboxid: newInboxId() };
    const answers = await Promise.all(Array.from({ length: 15 }, () => post({ body })));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    const leads = await findLeads(owner, `+${sender}`);
    expect(leads).toHaveLength(1);
    expect(leads[0].messages).toHaveLength(1);
  });

  test.each([0, "0", undefined])(
    "without a number (%p) is known by its content",
    async (inboxid) => {
      const sender = newSender();
      const first = { sender, message: "ya", timestamp: 1_790_000_000, url: "", inboxid };
      await post({ body: first });
      await post({ body: first });
      await post({ body: { ...first, timestamp: 1_790_000_001 } });
      const [lead] = await findLeads(owner, `+${sender}`);
      expect(lead.messages).toHaveLength(2);
    },
  );

  test("without number and time is known for as long as the gateway repeats it", async () => {
    const sender = newSender();
    const body = { sender, message: "ya" };
    for (let minute = 0; minute <= 15; minute += 1) {
      expect(await post({ body })).toMatchObject(RECEIVED);
      now = new Date(now.getTime() + 60_000);
    }
    const [first] = await findLeads(owner, `+${sender}`);
    expect(bodies(first)).toEqual(["ya"]);
    now = new Date(now.getTime() + 60 * 60_000);
    await post({ body });
    const [later] = await findLeads(owner, `+${sender}`);
    expect(bodies(later)).toEqual(["ya", "ya"]);
  });

  test("changes nothing at all", async () => {
    const sender = newSender();
    const body = { sender, message: "1", inboxid: newInboxId() };
    await post({ body });
    const [{ id }] = await findLeads(owner, `+${sender}`);
    await owner("PUT", `/leads/${id}/status`, { status: "hot" });
    await owner("PUT", `/leads/${id}/status`, { status: "closed" });
    const before = (await owner("GET", `/leads/${id}`)).body.data;
    now = new Date(now.getTime() + 60_000);
    expect(await post({ body: { ...body, name: "New name" } })).toMatchObject(RECEIVED);
    expect((await owner("GET", `/leads/${id}`)).body.data).toEqual(before);
  });

  test("under another sender makes no lead", async () => {
    const inboxid = newInboxId();
    await post({ body: { sender: newSender(), message: "asli", inboxid } });
    const other = newSender();
    expect(await post({ body: { sender: other, message: "asli", inboxid } })).toMatchObject(
      RECEIVED,
    );
    expect(await findLeads(owner, `+${other}`)).toEqual([]);
  });

  test("to another device is another message of the same lead", async () => {
    const second = (await createTestDevice(app, tenant)).token;
    const body = { sender: newSender(), message: "dua nomor", inboxid: newInboxId() };
    await post({ body });
    await post({ body, to: second });
    const leads = await findLeads(owner, `+${body.sender}`);
    expect(leads).toHaveLength(1);
    const conversations = leads[0].messages.map(
      (one: { conversationId: string }) => one.conversationId,
    );
    expect(new Set(conversations).size).toBe(2);
  });
});

test("200 first messages of one new person at once are one lead and 200 messages", async () => {
  const device = await createTestDevice(app, tenant);
  const sender = newSender();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      post({ body: { sender, message: `m${index}`, inboxid: index + 1 }, to: device.token }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const leads = await findLeads(owner, `+${sender}`);
  expect(leads).toHaveLength(1);
  expect(new Set(bodies(leads[0])).size).toBe(200);
});

test.each(["suspended", "expired"] as const)(
  "messages of a dealership that is %s are stored",
  async (status) => {
    const closed = await createTestTenant(app);
    const device = await createTestDevice(app, closed);
    await setTenantStatus(app.ownerUrl, closed.slug, status);
    app.deps.tenants.changed(closed.id);
    const body = { sender: newSender(), message: "tetap disimpan", inboxid: 1 };
    expect(await post({ body, at: closed, to: device.token })).toMatchObject(RECEIVED);
    await setTenantStatus(app.ownerUrl, closed.slug, "active");
    app.deps.tenants.changed(closed.id);
    const theirs = callAs(app, closed, await logIn(app, closed, closed.owner));
    expect(await findLeads(theirs, "tetap disimpan")).toHaveLength(1);
  },
);
