import { afterAll, beforeAll, describe, expect, test } from "bun:test";
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

let now = new Date();
const app = createTestApp({ clock: () => now });
afterAll(() => app.close());

let tenant: TestTenant;
let owner: Call;

beforeAll(async () => {
  tenant = await createTestTenant(app);
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
});

let people = 0;
function newPhone(): string {
  people += 1;
  return `+62814${10_000_000 + people}`;
}

async function newLead(fields: object = {}) {
  const lead = { name: "Dewi Lestari", phone: newPhone(), source: "walk_in" };
  const { status, body } = await owner("POST", "/leads", { ...lead, ...fields });
  expect(status).toBe(201);
  return body.data;
}

const UNKNOWN = "019a0000-0000-7000-8000-000000000000";
const fieldsOf = (body: { errors: { path: string }[] }) => body.errors.map((error) => error.path);

describe("a lead written down by staff", () => {
  test("is kept as it was told", async () => {
    const phone = newPhone();
    const lead = await newLead({
      phone: `0${phone.slice(3)}`,
      email: "Dewi@Example.test",
      tags: ["avanza", " tunai ", "avanza"],
      note: "Datang hari Sabtu",
    });
    const detail = (await owner("GET", `/leads/${lead.id}`)).body.data;
    expect(detail).toMatchObject({
      ...lead,
      name: "Dewi Lestari",
      phone,
      email: "dewi@example.test",
      source: "walk_in",
      status: "new",
      lostReason: null,
      assignee: null,
      tags: ["avanza", "tunai"],
      firstInboundAt: null,
      firstReplyAt: null,
      lastActivityAt: now.toISOString(),
      createdAt: now.toISOString(),
      enquiries: [],
      messages: [],
      olderMessages: null,
      notes: [{ body: "Datang hari Sabtu", author: { id: tenant.owner.id, name: "Olla Owner" } }],
    });
  });

  test("with a known phone number is refused", async () => {
    const { phone } = await newLead();
    const again = { name: "Other", phone: `0${phone.slice(3)}`, source: "phone" };
    const { status, body } = await owner("POST", "/leads", again);
    expect(status).toBe(409);
    expect(body.code).toBe("LEAD_EXISTS");
  });

  test("by ten at once is one lead and nine refusals", async () => {
    const lead = { name: "Ten", phone: newPhone(), source: "phone" };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => owner("POST", "/leads", lead)),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array(9).fill(409)]);
  });

  test.each([
    ["name", { name: "" }],
    ["name", { name: "n".repeat(10_000) }],
    ["phone", { phone: "12" }],
    ["phone", { phone: null }],
    ["source", { source: "theft" }],
    ["source", { source: undefined }],
    ["email", { email: "no mail" }],
    ["email", { email: `${"e".repeat(10_000)}@x.test` }],
    ["tags", { tags: "hot" }],
    ["tags", { tags: Array(21).fill("x") }],
    ["tags.0", { tags: ["t".repeat(41)] }],
    ["tags.1", { tags: ["a", ""] }],
    ["note", { note: "n".repeat(10_000) }],
    ["note", { note: "\u0000" }],
    ["status", { status: "hot" }],
    ["assignee", { assignee: UNKNOWN }],
  ])("is refused for its %s", async (path, change) => {
    const lead = { name: "Dewi", phone: "0812-3456-7890", source: "walk_in" };
    const { status, body } = await owner("POST", "/leads", { ...lead, ...change });
    expect(status).toBe(400);
    expect(fieldsOf(body)).toContain(path);
  });
});

describe("a change of a lead", () => {
  test("leaves what is not named", async () => {
    const lead = await newLead({ email: "a@b.test", tags: ["a"] });
    now = new Date(now.getTime() + 1000);
    const { status, body } = await owner("PATCH", `/leads/${lead.id}`, { name: "Dewi L." });
    expect(status).toBe(200);
    expect(body.data).toEqual({ ...lead, name: "Dewi L.", updatedAt: now.toISOString() });
    const cleared = await owner("PATCH", `/leads/${lead.id}`, { email: null, tags: [] });
    expect(cleared.body.data).toMatchObject({ email: null, tags: [], name: "Dewi L." });
  });

  test("cannot take another lead's phone number, and may repeat its own", async () => {
    const [one, other] = [await newLead(), await newLead()];
    const taken = await owner("PATCH", `/leads/${one.id}`, { phone: other.phone });
    expect(taken.status).toBe(409);
    expect(taken.body.code).toBe("LEAD_EXISTS");
    const own = await owner("PATCH", `/leads/${one.id}`, { phone: one.phone });
    expect(own.status).toBe(200);
  });

  test.each([
    ["", {}],
    ["name", { name: null }],
    ["phone", { phone: null }],
    ["status", { status: "hot" }],
    ["source", { source: "phone" }],
  ])("is refused for its %s", async (path, change) => {
    const { id } = await newLead();
    const { status, body } = await owner("PATCH", `/leads/${id}`, change);
    expect(status).toBe(400);
    expect(fieldsOf(body)).toContain(path);
  });

  test("of tags replaces them without repeats", async () => {
    const { id } = await newLead({ tags: ["lama"] });
    const { body } = await owner("PUT", `/leads/${id}/tags`, { tags: ["b", "a", "b", "a, c"] });
    expect(body.data.tags).toEqual(["b", "a", "a, c"]);
    expect((await owner("PUT", `/leads/${id}/tags`, {})).status).toBe(400);
  });

  test("by notes adds to them in order, each with its author", async () => {
    const { id } = await newLead();
    const first = await owner("POST", `/leads/${id}/notes`, { body: "Satu" });
    expect(first.status).toBe(201);
    expect(first.body.data).toMatchObject({ body: "Satu", author: { id: tenant.owner.id } });
    now = new Date(now.getTime() + 1);
    await owner("POST", `/leads/${id}/notes`, { body: "Dua" });
    const { notes } = (await owner("GET", `/leads/${id}`)).body.data;
    expect(notes.map((note: { body: string }) => note.body)).toEqual(["Satu", "Dua"]);
    expect((await owner("POST", `/leads/${id}/notes`, { body: " " })).status).toBe(400);
  });
});

describe("the status of a lead", () => {
  const OPEN = ["hot", "warm", "cold"];
  const LEGAL: Record<string, string[]> = {
    new: OPEN,
    hot: ["warm", "cold", "closed", "lost"],
    warm: ["hot", "cold", "closed", "lost"],
    cold: ["hot", "warm", "closed", "lost"],
    closed: OPEN,
    lost: OPEN,
  };
  const move = (id: string, status: string, reason = status === "lost" ? "Harga" : undefined) =>
    owner("PUT", `/leads/${id}/status`, { status, reason });

  async function leadThatIs(status: string): Promise<string> {
    const { id } = await newLead();
    if (status === "new") return id;
    await move(id, status === "hot" ? "hot" : "warm");
    if (status !== "hot" && status !== "warm") await move(id, status);
    expect((await owner("GET", `/leads/${id}`)).body.data.status).toBe(status);
    return id;
  }

  for (const [from, legal] of Object.entries(LEGAL)) {
    test(`${from} moves to ${legal.join(", ")} and nowhere else`, async () => {
      for (const to of Object.keys(LEGAL)) {
        const id = await leadThatIs(from);
        const { status, body } = await move(id, to);
        if (to === from || legal.includes(to)) {
          expect(status).toBe(200);
          expect(body.data).toMatchObject({
            status: to,
            lostReason: to === "lost" ? "Harga" : null,
            reopenedAt: legal === OPEN && from !== "new" && to !== from ? now.toISOString() : null,
          });
        } else {
          expect(status).toBe(409);
          expect(body.code).toBe("ILLEGAL_MOVE");
          expect(body.detail).toContain(legal.join(", "));
          expect((await owner("GET", `/leads/${id}`)).body.data.status).toBe(from);
        }
      }
    });
  }

  test("lost needs a reason, and no other takes one", async () => {
    const id = await leadThatIs("hot");
    for (const reason of [undefined, null, "", "  "]) {
      const { status, body } = await owner("PUT", `/leads/${id}/status`, {
        status: "lost",
        reason,
      });
      expect(status).toBe(400);
      expect(fieldsOf(body)).toEqual(["reason"]);
    }
    const other = await owner("PUT", `/leads/${id}/status`, { status: "cold", reason: "x" });
    expect(fieldsOf(other.body)).toEqual(["reason"]);
    expect((await move(id, "gone")).status).toBe(400);
  });

  test("of a lead moved by two at once is one of both, and legal", async () => {
    const id = await leadThatIs("hot");
    const answers = await Promise.all([move(id, "closed"), move(id, "lost")]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });
});

describe("a reply", () => {
  test("is part of the history and ends the wait for the first one", async () => {
    const device = await createTestDevice(app, tenant);
    const phone = newPhone();
    const wrote = new Date(now.getTime() - 300_000);
    await app.send(tenant.host, `/webhook/fonnte/${device.token}`, {
      method: "POST",
      body: JSON.stringify({
        sender: phone.slice(1),
        message: "Halo",
        inboxid: 1,
        timestamp: wrote.getTime(),
      }),
    });
    await settle(app, tenant.id);
    const q = encodeURIComponent(phone);
    const [{ id }] = (await owner("GET", `/leads?q=${q}`)).body.data;
    const detail = async () => (await owner("GET", `/leads/${id}`)).body.data;
    const { conversationId } = (await detail()).messages[0];

    const reply = (to: string, text: string) =>
      owner("POST", `/conversations/${to}/replies`, { body: text });
    const firstReplyAt = now.toISOString();
    await reply(conversationId, "Halo kak");
    now = new Date(now.getTime() + 60_000);
    await reply(conversationId, "Ada yang bisa dibantu?");
    expect(await detail()).toMatchObject({
      firstInboundAt: wrote.toISOString(),
      firstReplyAt,
      lastActivityAt: now.toISOString(),
      messages: [
        { direction: "inbound", body: "Halo", author: null },
        {
          direction: "outbound",
          body: "Halo kak",
          author: { id: tenant.owner.id, name: "Olla Owner" },
        },
        { direction: "outbound", body: "Ada yang bisa dibantu?" },
      ],
    });
    const { body } = await owner("GET", "/leads/stats");
    expect(body.data.medianFirstReplySeconds).toBe(300);
    expect((await reply(UNKNOWN, "x")).status).toBe(404);
  });
});

describe("assigning a lead", () => {
  test("is to active staff of this dealership alone", async () => {
    const { id } = await newLead();
    const admin = await createTestStaff(app, tenant, "admin");
    const assign = (staffId: unknown) => owner("PUT", `/leads/${id}/assign`, { staffId });
    expect((await assign(admin.id)).body.data.assignee).toEqual({
      id: admin.id,
      name: "Somebody in admin",
    });
    expect((await assign(null)).body.data.assignee).toBeNull();

    await owner("PUT", `/staff/${admin.id}/status`, { status: "inactive" });
    const elsewhere = await createTestTenant(app);
    for (const staffId of [admin.id, elsewhere.owner.id, UNKNOWN, "me", 7, undefined]) {
      const { status, body } = await assign(staffId);
      expect(status).toBe(400);
      expect(fieldsOf(body)).toEqual(["staffId"]);
    }
  });
});

describe("a lead that is not there", () => {
  let elsewhere: Call;
  beforeAll(async () => {
    const other = await createTestTenant(app);
    elsewhere = callAs(app, other, await logIn(app, other, other.owner));
  });

  const calls: [string, string, unknown][] = [
    ["GET", "", undefined],
    ["PATCH", "", { name: "x" }],
    ["PUT", "/assign", { staffId: null }],
    ["PUT", "/status", { status: "hot" }],
    ["PUT", "/tags", { tags: [] }],
    ["POST", "/notes", { body: "x" }],
  ];
  test.each(calls)("%s /leads/{id}%s", async (method, path, body) => {
    expect((await owner(method, `/leads/${UNKNOWN}${path}`, body)).status).toBe(404);
    for (const id of ["x", "1", "%00", UNKNOWN.slice(1)]) {
      expect((await owner(method, `/leads/${id}${path}`, body)).status).toBe(400);
    }
    const { id } = await newLead();
    expect((await elsewhere(method, `/leads/${id}${path}`, body)).status).toBe(404);
  });

  test("without a login is 401", async () => {
    for (const [method, path, body] of calls) {
      const response = await app.send(tenant.host, `/api/admin/leads/${UNKNOWN}${path}`, {
        method,
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      expect(response.status).toBe(401);
    }
  });
});
