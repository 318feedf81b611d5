/** Which car a conversation is about: recognised, corrected, and where it is shown. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import pg from "pg";
import { followUpContactsJob } from "../../src/jobs/handlers/follow-up-contacts.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestStaff,
  createTestTenant,
  logIn,
  type TestTenant,
} from "../support/test-tenant.ts";

const app = createTestApp();
const database = new pg.Client({ connectionString: app.ownerUrl });
let tenant: TestTenant;
let owner: Call;
let ownerId: string;
let ownerToken: string;
let token: string;
const cars: Record<string, string> = {};

beforeAll(async () => {
  await database.connect();
  tenant = await createTestTenant(app);
  const login = await logIn(app, tenant, tenant.owner);
  owner = callAs(app, tenant, login);
  ownerId = login.id;
  ownerToken = login.token;
  token = (await createTestDevice(app, tenant)).token;
  const stock = [
    ["avanza", { brand: "Toyota", model: "Avanza", year: 2019, color: "Putih" }],
    ["brio", { brand: "Honda", model: "Brio", year: 2020, color: "Merah" }],
  ] as const;
  for (const [name, car] of stock) {
    const created = await owner("POST", "/cars", {
      ...car,
      price: 150_000_000,
      status: "available",
    });
    cars[name] = created.body.data.id;
  }
});
afterAll(async () => {
  await database.end();
  await app.close();
});

let clock = Math.floor(Date.now() / 1000) - 10_000;

/** Later than every moment before. */
function later(seconds = 1) {
  clock += seconds;
  return clock;
}

/** A customer writes, and what follows is done. */
async function write(sender: string, message: string, timestamp = later()) {
  await app.send(tenant.host, `/webhook/fonnte/${token}`, {
    method: "POST",
    body: JSON.stringify({
      sender,
      message,
      timestamp,
      inboxid: crypto.getRandomValues(new Uint32Array(1))[0],
    }),
  });
  await settle(app, tenant.id);
  const { rows } = await database.query(
    `SELECT m.id, m.lead_id, m.conversation_id FROM messages m JOIN leads l ON l.id = m.lead_id
     WHERE m.tenant_id = $1 AND l.phone = $2 AND m.body = $3 ORDER BY m.sent_at DESC LIMIT 1`,
    [tenant.id, `+${sender}`, message],
  );
  const [stored] = rows as { id: string; lead_id: string; conversation_id: string }[];
  if (!stored) throw new Error("the message was not stored");
  const contact = { leadId: stored.lead_id, messageId: stored.id, enquiryId: null };
  await followUpContactsJob(app.deps, { tenantId: tenant.id, contacts: [contact] });
  const { data } = (await owner("GET", `/leads/${stored.lead_id}`)).body;
  return { lead: data, conversation: stored.conversation_id, car: data.conversations[0].car };
}

const person = () => `62813${Math.floor(Math.random() * 9e7 + 1e7)}`;

describe("a conversation", () => {
  test("gets the car that is asked for, misspelt, with how sure it is", async () => {
    const { car } = await write(person(), "Siang, avansa putih 2019 masih ada?");
    expect(car).toMatchObject({ id: cars["avanza"], evidence: "words", setBy: null });
    expect(car.title).toContain("Avanza");
    expect(car.confidence).toBeGreaterThan(0.8);
  });

  test("has none while nothing names one", async () => {
    expect((await write(person(), "Halo kak, lokasinya dimana?")).car).toBeNull();
  });

  test("follows the customer to another car, and not an older message that came late", async () => {
    const sender = person();
    const at = later(10);
    expect((await write(sender, "avanza putih masih?", at)).car.id).toBe(cars["avanza"]);
    expect((await write(sender, "kalau brio merah?", at + 5)).car.id).toBe(cars["brio"]);
    expect((await write(sender, "avanza 2019 itu pak", at + 2)).car.id).toBe(cars["brio"]);
  });

  test("takes the car of the listing that a message links to", async () => {
    const { data } = (await owner("GET", `/cars/${cars["brio"]}`)).body;
    const link = `https://${tenant.host}/mobil/${data.slug}`;
    const { car } = await write(person(), `Ini masih ada? ${link}`);
    expect(car).toMatchObject({ id: cars["brio"], confidence: 1, evidence: "link" });
  });

  test("is about the car of the person's enquiry until another is named", async () => {
    const sender = person();
    const { data } = (await owner("GET", `/cars/${cars["brio"]}`)).body;
    await app.send(tenant.host, "/api/leads", {
      method: "POST",
      body: JSON.stringify({ name: "Sari", phone: `+${sender}`, kind: "question", car: data.slug }),
    });
    const first = await write(sender, "Halo kak, saya yang tadi isi form");
    expect(first.car).toMatchObject({ id: cars["brio"], evidence: "enquiry" });
    expect((await write(sender, "atau avanza putih aja deh")).car.id).toBe(cars["avanza"]);
  });

  test("tells the timeline once for each car", async () => {
    const { lead } = await write(person(), "brio merah ada?");
    await write(lead.phone.slice(1), "brio merah 2020 nego ya");
    const { rows } = await database.query(
      "SELECT details FROM lead_events WHERE lead_id = $1 AND kind = 'car_set'",
      [lead.id],
    );
    expect(rows.map(({ details }) => details)).toEqual([
      expect.objectContaining({ carId: cars["brio"], evidence: "words" }),
    ]);
  });
});

describe("the staff", () => {
  const put = async (id: string, carId: unknown, by = owner) => {
    const { status, body } = await by("PUT", `/conversations/${id}/car`, { carId });
    return { status, ...body };
  };

  test("correct the car, and the customer's words do not change it back", async () => {
    const { lead, conversation } = await write(person(), "avanza putih 2019?");
    const { status, data } = await put(conversation, cars["brio"]);
    expect(status).toBe(200);
    expect(data.car).toMatchObject({
      ...{ id: cars["brio"], confidence: 1, evidence: "staff" },
      setBy: { id: ownerId },
    });
    expect((await write(lead.phone.slice(1), "avanza putih ya pak")).car.id).toBe(cars["brio"]);
  });

  test("say that it is about no car, which stays so", async () => {
    const { lead, conversation } = await write(person(), "avanza putih 2019?");
    expect((await put(conversation, null)).data.car).toBeNull();
    expect((await write(lead.phone.slice(1), "brio merah?")).car).toBeNull();
  });

  test("are refused a car that is not there, and a conversation that they may not see", async () => {
    const { lead, conversation } = await write(person(), "brio merah?");
    const unknown = await put(conversation, crypto.randomUUID());
    expect(unknown.status).toBe(400);
    expect(unknown.errors).toEqual([{ path: "carId", message: "is not a car of this dealership" }]);
    expect((await put(conversation, "x")).status).toBe(400);
    expect((await put(crypto.randomUUID(), null)).status).toBe(404);
    const sales = callAs(app, tenant, await createTestStaff(app, tenant, "sales"));
    await owner("PUT", `/leads/${lead.id}/assign`, { staffId: ownerId });
    expect((await put(conversation, null, sales)).status).toBe(404);
  });
});

test("a car that is deleted leaves its conversations without one", async () => {
  const { data } = (
    await owner("POST", "/cars", {
      ...{ brand: "Suzuki", model: "Karimun", year: 2016, price: 80_000_000, status: "available" },
    })
  ).body;
  const { lead, car } = await write(person(), "karimun 2016 masih pak?");
  expect(car.id).toBe(data.id);
  const deleted = await app.send(tenant.host, `/api/admin/cars/${data.id}`, {
    method: "DELETE",
    headers: { Authorization: `Bearer ${ownerToken}`, "If-Match": `"${data.version}"` },
  });
  expect(deleted.status).toBe(204);
  const after = await owner("GET", `/leads/${lead.id}`);
  expect(after.body.data.conversations[0].car).toBeNull();
});
