import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { connect } from "../support/attack-database.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

let now = new Date("2026-11-01T03:00:00Z");
const app = createTestApp({ clock: () => now });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await owner.end();
  await app.close();
});

interface Shown {
  id: string;
  at: string;
  action: string;
}

let tenant: TestTenant;
let boss: Call;
let sales: TestStaff;
let lead: string;

beforeAll(async () => {
  tenant = await createTestTenant(app, { timeZone: "Asia/Jayapura" });
  boss = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  sales = await createTestStaff(app, tenant, "sales");
  const person = { name: "Wati", phone: "+6281311112222", source: "walk_in" };
  lead = (await callAs(app, tenant, sales)("POST", "/leads", person)).body.data.id;
  // Half past midnight of the 3rd in Jayapura (UTC+9).
  now = new Date("2026-11-02T15:30:00Z");
  await boss("PUT", `/leads/${lead}/status`, { status: "hot" });
  await app.send(tenant.host, `/api/admin/leads/${lead}`, {
    method: "PATCH",
    headers: { Authorization: `Bearer ${sales.token}`, "X-Request-Id": "the-one-request" },
    body: JSON.stringify({ tags: ["tunai"] }),
  });
});

const search = async (query: string) => {
  const { status, body } = await boss("GET", `/audit-events?${query}`);
  expect(status).toBe(200);
  return body.data as Shown[];
};
const actions = async (query: string) => (await search(query)).map(({ action }) => action);

test("an event tells who did what, when, from where and in which request", async () => {
  const [event] = await search("requestId=the-one-request");
  expect(event).toEqual({
    id: expect.any(String),
    at: "2026-11-02T15:30:00.000Z",
    action: "lead.updated",
    actor: { kind: "staff", id: sales.id, name: "Somebody in sales" },
    subject: { type: "lead", id: lead },
    before: { tags: "[personal]" },
    after: { tags: "[personal]" },
    ip: expect.stringMatching(/^10\./),
    device: null,
    requestId: "the-one-request",
  } as unknown as Shown);
});

describe("events are found", () => {
  test("newest first", async () => {
    const found = await search("limit=100");
    expect(found.map(({ at }) => at)).toEqual(
      found
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    expect(found.map(({ action }) => action)).toContain("tenant.created");
  });

  test("by subject, action and actor", async () => {
    const ofLead = ["lead.updated", "lead.status_changed", "lead.created"];
    expect(await actions(`subjectId=${lead}`)).toEqual(ofLead);
    expect(await actions(`subjectType=lead&subjectId=${lead}`)).toEqual(ofLead);
    expect(await actions("subjectType=lead")).toEqual(ofLead);
    expect(await actions("action=lead.created")).toEqual(["lead.created"]);
    expect(await actions(`actorId=${sales.id}&subjectType=lead`)).toEqual([
      "lead.updated",
      "lead.created",
    ]);
    expect(await actions("actorKind=operator")).toEqual(["tenant.created"]);
    expect(await actions(`actorId=${crypto.randomUUID()}`)).toEqual([]);
  });

  test("by the dealership's own days, or by instants", async () => {
    const ofLeads = (period: string) => actions(`subjectType=lead&${period}`);
    expect(await ofLeads("from=2026-11-03&to=2026-11-03")).toEqual([
      "lead.updated",
      "lead.status_changed",
    ]);
    expect(await ofLeads("to=2026-11-02")).toEqual(["lead.created"]);
    expect(await ofLeads("from=2026-11-02T15:30:00.001Z")).toEqual([]);
  });

  test.each([
    ["action=lead.eaten", "action"],
    ["actorKind=robot", "actorKind"],
    ["actorId=x", "actorId"],
    ["subjectId=x", "subjectId"],
    ["requestId=%27", "requestId"],
    ["from=2026-13-01", "from"],
    ["limit=101", "limit"],
    ["cursor=x", "cursor"],
    ["tenantId=x", "tenantId"],
  ])("not by %s", async (query, path) => {
    const { status, body } = await boss("GET", `/audit-events?${query}`);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });
});

test("pages neither repeat nor skip, though many happened in one millisecond and more do meanwhile", async () => {
  const other = await createTestTenant(app);
  const call = callAs(app, other, await logIn(app, other, other.owner));
  await owner.query(
    `INSERT INTO audit_events (tenant_id, at, actor_kind, action, subject_type)
     SELECT $1, timestamptz '2026-10-01' + (n / 50) * interval '1 ms', 'operator', 'car.deleted', 'car'
     FROM generate_series(1, 230) n`,
    [other.id],
  );
  const seen: string[] = [];
  let cursor = "";
  do {
    const page = await call("GET", `/audit-events?action=car.deleted&limit=40${cursor}`);
    seen.push(...page.body.data.map(({ id }: Shown) => id));
    const next = page.body.meta.nextCursor;
    cursor = next ? `&cursor=${next}` : "";
    await owner.query(
      `INSERT INTO audit_events (tenant_id, at, actor_kind, action, subject_type)
       VALUES ($1, now(), 'operator', 'car.deleted', 'car')`,
      [other.id],
    );
  } while (cursor);
  expect(seen).toHaveLength(230);
  expect(new Set(seen).size).toBe(230);
});

test("only an owner may ask", async () => {
  const admin = await createTestStaff(app, tenant, "admin");
  for (const staff of [admin, sales]) {
    expect((await callAs(app, tenant, staff)("GET", "/audit-events")).status).toBe(403);
  }
});
