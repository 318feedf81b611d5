import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Call, callAs, findLeads } from "../support/call-as.ts";
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

let now = new Date();
const app = createTestApp({ clock: () => now });
afterAll(() => app.close());

let tenant: TestTenant;
let token: string;
let owner: Call;
let sales: TestStaff;

/** Writes at an instant and is answered some seconds later, if at all. */
async function contact(sender: string, at: string, answeredAfter: number | null) {
  now = new Date(at);
  const body = JSON.stringify({
    sender,
    message: "Halo",
    timestamp: now.getTime(),
    inboxid: sender,
  });
  await app.send(tenant.host, `/webhook/fonnte/${token}`, { method: "POST", body });
  await settle(app, tenant.id);
  const [lead] = await findLeads(owner, `+${sender}`);
  if (answeredAfter === null) return lead.id;
  const asked = now;
  now = new Date(now.getTime() + answeredAfter * 1000);
  await owner("POST", `/conversations/${lead.messages[0].conversationId}/replies`, {
    body: "Halo juga",
  });
  now = asked;
  return lead.id;
}

const stats = async (query = "") => (await owner("GET", `/leads/stats?${query}`)).body.data;

beforeAll(async () => {
  // Half past midnight of the 2nd in Jayapura (UTC+9) is the afternoon of the 1st in UTC.
  tenant = await createTestTenant(app, { timeZone: "Asia/Jayapura" });
  token = (await createTestDevice(app, tenant)).token;
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  sales = await createTestStaff(app, tenant, "sales");
});

test("a dealership without leads counts nothing", async () => {
  expect(await stats()).toEqual({
    total: 0,
    byStatus: { new: 0, hot: 0, warm: 0, cold: 0, closed: 0, lost: 0 },
    bySource: { website: 0, whatsapp: 0, walk_in: 0, phone: 0, referral: 0, other: 0 },
    bySalesperson: [],
    byDay: [],
    medianFirstReplySeconds: null,
  });
});

test("leads are counted by status, source, salesperson and the dealership's own days", async () => {
  const first = await contact("6281911110001", "2026-10-01T14:30:00Z", 60);
  const second = await contact("6281911110002", "2026-10-01T15:30:00Z", 120);
  await contact("6281911110003", "2026-10-02T03:00:00Z", 900);
  await contact("6281911110004", "2026-10-03T03:00:00Z", null);
  await owner("POST", "/leads", { name: "Walk", phone: "+6281911110005", source: "walk_in" });
  for (const id of [first, second]) {
    await owner("PUT", `/leads/${id}/assign`, { staffId: sales.id });
    await owner("PUT", `/leads/${id}/status`, { status: "hot" });
  }
  await owner("PUT", `/leads/${second}/status`, { status: "lost", reason: "Harga" });

  expect(await stats()).toEqual({
    total: 5,
    byStatus: { new: 3, hot: 1, warm: 0, cold: 0, closed: 0, lost: 1 },
    bySource: { website: 0, whatsapp: 4, walk_in: 1, phone: 0, referral: 0, other: 0 },
    bySalesperson: [
      { id: null, name: null, leads: 3 },
      { id: sales.id, name: "Somebody in sales", leads: 2 },
    ],
    byDay: [
      { day: "2026-10-01", leads: 1 },
      { day: "2026-10-02", leads: 2 },
      { day: "2026-10-03", leads: 2 },
    ],
    medianFirstReplySeconds: 120,
  });
});

test("a period is of the dealership's days, or of instants", async () => {
  const days = await stats("from=2026-10-02&to=2026-10-02");
  expect(days).toMatchObject({
    total: 2,
    byDay: [{ day: "2026-10-02", leads: 2 }],
    medianFirstReplySeconds: 510,
  });
  const instants = await stats("from=2026-10-01T14:30:00Z&to=2026-10-01T15:30:00Z");
  expect(instants).toMatchObject({ total: 1, medianFirstReplySeconds: 60 });
  expect(await stats("from=2026-10-04")).toMatchObject({ total: 0, medianFirstReplySeconds: null });
  const { status } = await owner("GET", "/leads/stats?from=2026-13-01");
  expect(status).toBe(400);
});
