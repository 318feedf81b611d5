import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Call, callAs } from "../support/call-as.ts";
import { settle } from "../support/settle.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestDevice,
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

const app = createTestApp();
afterAll(() => app.close());

let tenant: TestTenant;
let ani: TestStaff;
let beni: TestStaff;
let owner: Call;
let admin: Call;
let asAni: Call;
/** Ids of a lead of Ani's, of Beni's and of nobody's. */
let leads: { anis: string; benis: string; nobodys: string };

let people = 0;
async function newLead(name: string, staffId: string | null): Promise<string> {
  people += 1;
  const phone = `+62815${10_000_000 + people}`;
  const { body } = await owner("POST", "/leads", { name, phone, source: "referral" });
  if (staffId) await owner("PUT", `/leads/${body.data.id}/assign`, { staffId });
  return body.data.id;
}

beforeAll(async () => {
  tenant = await createTestTenant(app);
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  const roles = ["admin", "sales", "sales"] as const;
  const [boss, one, other] = await Promise.all(
    roles.map((role) => createTestStaff(app, tenant, role)),
  );
  if (!boss || !one || !other) throw new Error("no staff");
  admin = callAs(app, tenant, boss);
  ani = one;
  beni = other;
  asAni = callAs(app, tenant, ani);
  leads = {
    anis: await newLead("Lead of Ani", ani.id),
    benis: await newLead("Lead of Beni", beni.id),
    nobodys: await newLead("Lead of nobody", null),
  };
}, 20_000);

const namesIn = async (call: Call, query = "") => {
  const { body } = await call("GET", `/leads?q=Lead+of&${query}`);
  return body.data.map((lead: { name: string }) => lead.name).sort();
};

describe("sales", () => {
  test("find their own leads and those of nobody", async () => {
    expect(await namesIn(asAni)).toEqual(["Lead of Ani", "Lead of nobody"]);
    expect(await namesIn(asAni, `assignee=${beni.id}`)).toEqual([]);
    expect(await namesIn(asAni, "assignee=me")).toEqual(["Lead of Ani"]);
    expect(await namesIn(asAni, "assignee=none")).toEqual(["Lead of nobody"]);
    for (const call of [owner, admin]) {
      expect(await namesIn(call)).toEqual(["Lead of Ani", "Lead of Beni", "Lead of nobody"]);
    }
  });

  test("open their own leads and those of nobody", async () => {
    expect((await asAni("GET", `/leads/${leads.anis}`)).status).toBe(200);
    expect((await asAni("GET", `/leads/${leads.nobodys}`)).status).toBe(200);
    expect((await asAni("GET", `/leads/${leads.benis}`)).status).toBe(404);
    expect((await admin("GET", `/leads/${leads.benis}`)).status).toBe(200);
  });

  test.each([
    ["PATCH", "", { name: "Mine now" }],
    ["PUT", "/assign", { staffId: null }],
    ["PUT", "/status", { status: "hot" }],
    ["PUT", "/tags", { tags: ["mine"] }],
    ["POST", "/notes", { body: "mine" }],
  ])("cannot change a colleague's lead: %s /leads/{id}%s", async (method, path, body) => {
    const before = (await owner("GET", `/leads/${leads.benis}`)).body.data;
    expect((await asAni(method, `/leads/${leads.benis}${path}`, body)).status).toBe(404);
    expect((await owner("GET", `/leads/${leads.benis}`)).body.data).toEqual(before);
  });

  test("cannot take a colleague's lead for themselves", async () => {
    const { status } = await asAni("PUT", `/leads/${leads.benis}/assign`, { staffId: ani.id });
    expect(status).toBe(404);
  });

  test("learn nothing of a colleague's lead from its phone number", async () => {
    const { phone } = (await owner("GET", `/leads/${leads.benis}`)).body.data;
    const lead = { name: "x", phone, source: "phone" };
    const refusals = [
      await asAni("POST", "/leads", lead),
      await asAni("PATCH", `/leads/${leads.anis}`, { phone }),
    ];
    for (const { status, body } of refusals) {
      expect(status).toBe(409);
      expect(JSON.stringify(body)).not.toContain(leads.benis);
      expect(JSON.stringify(body)).not.toContain("Beni");
    }
    expect((await asAni("GET", `/leads?q=${encodeURIComponent(phone)}`)).body.data).toEqual([]);
  });

  test("take a lead of nobody's, give it back, and hand over only what is theirs", async () => {
    const id = await newLead("Loose", null);
    const assign = (staffId: string | null) => asAni("PUT", `/leads/${id}/assign`, { staffId });
    expect((await assign(beni.id)).status).toBe(403);
    expect((await assign(ani.id)).body.data.assignee.id).toBe(ani.id);
    expect((await assign(ani.id)).status).toBe(200);
    expect((await assign(null)).body.data.assignee).toBeNull();
    expect((await assign(ani.id)).status).toBe(200);
    expect((await assign(beni.id)).body.data.assignee.id).toBe(beni.id);
    expect((await assign(ani.id)).status).toBe(404);
  });

  test("who reach for a lead at once do not both get it", async () => {
    const asBeni = callAs(app, tenant, beni);
    for (let round = 0; round < 5; round += 1) {
      const id = await newLead("Contested", null);
      const [one, other] = await Promise.all([
        asAni("PUT", `/leads/${id}/assign`, { staffId: ani.id }),
        asBeni("PUT", `/leads/${id}/assign`, { staffId: beni.id }),
      ]);
      expect([one.status, other.status].sort()).toEqual([200, 404]);
    }
  });

  test("own the leads that they write down", async () => {
    const lead = { name: "Walked in", phone: "+6281712345678", source: "walk_in" };
    const { body } = await asAni("POST", "/leads", lead);
    expect(body.data.assignee).toEqual({ id: ani.id, name: "Somebody in sales" });
  });

  test("cannot reply in a colleague's conversation", async () => {
    const device = await createTestDevice(app, tenant);
    await app.send(tenant.host, `/webhook/fonnte/${device.token}`, {
      method: "POST",
      body: JSON.stringify({ sender: "6281787654321", message: "untuk Beni", inboxid: 1 }),
    });
    await settle(app, tenant.id);
    const [{ id }] = (await owner("GET", "/leads?q=untuk+Beni")).body.data;
    await owner("PUT", `/leads/${id}/assign`, { staffId: beni.id });
    const { messages } = (await owner("GET", `/leads/${id}`)).body.data;
    const reply = await asAni("POST", `/conversations/${messages[0].conversationId}/replies`, {
      body: "x",
    });
    expect(reply.status).toBe(404);
    expect((await asAni("GET", "/leads?q=untuk+Beni")).body.data).toEqual([]);
  });

  test("count what they see", async () => {
    const all = (await owner("GET", "/leads/stats")).body.data;
    const own = (await asAni("GET", "/leads/stats")).body.data;
    const people = (stats: { bySalesperson: { id: string | null }[] }) =>
      stats.bySalesperson.map((row) => row.id);
    expect(people(all)).toContain(beni.id);
    expect(people(own)).not.toContain(beni.id);
    expect(new Set(people(own))).toEqual(new Set([ani.id, null]));
    expect(own.total).toBeLessThan(all.total);
    expect(own.total).toBe((await asAni("GET", "/leads?limit=100")).body.data.length);
  });
});
