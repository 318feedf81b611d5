/** Tasks on leads: who sees them, in which order, and what is told of each. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type pg from "pg";
import type { Task } from "../../src/domain/tasks/schemas.ts";
import { connect } from "../support/attack-database.ts";
import { type Insert, inserter, newNumber } from "../support/attack-rows.ts";
import { type Call, callAs } from "../support/call-as.ts";
import { createTestApp } from "../support/test-app.ts";
import {
  createTestStaff,
  createTestTenant,
  logIn,
  type TestStaff,
  type TestTenant,
} from "../support/test-tenant.ts";

const NOW = new Date("2037-11-21T03:00:00Z");
const app = createTestApp({ logLevel: "silent", clock: () => NOW });
let db: pg.Client;
let tenant: TestTenant;
let insert: Insert;
let ani: TestStaff;
let beni: TestStaff;
let owner: Call;
let asAni: Call;
let asBeni: Call;
let leads: Record<"anis" | "benis" | "nobodys", string>;

beforeAll(async () => {
  db = await connect(app.ownerUrl);
  tenant = await createTestTenant(app);
  insert = inserter(db, tenant.id);
  ani = await createTestStaff(app, tenant, "sales");
  beni = await createTestStaff(app, tenant, "sales");
  owner = callAs(app, tenant, await logIn(app, tenant, tenant.owner));
  [asAni, asBeni] = [callAs(app, tenant, ani), callAs(app, tenant, beni)];
});
afterAll(async () => {
  await db.end();
  await app.close();
});
beforeEach(async () => {
  const add = (assignee_id: string | null, name: string) =>
    insert("leads", { name, phone: newNumber(), source: "phone", assignee_id });
  leads = {
    anis: await add(ani.id, "Lead of Ani"),
    benis: await add(beni.id, "Lead of Beni"),
    nobodys: await add(null, "Lead of nobody"),
  };
});

const DUE = "2037-11-22T03:00:00.000Z";
const set = async (call: Call, leadId: string, more = {}) =>
  (await call("POST", `/leads/${leadId}/tasks`, { title: "Telepon", dueAt: DUE, ...more })).body
    .data;
const titles = async (call: Call, query: string) =>
  (await call("GET", `/tasks?${query}`)).body.data.map(({ title }: { title: string }) => title);

describe("a task", () => {
  test("is written down on a lead, changed, done, taken up again and removed", async () => {
    const set = await asAni("POST", `/leads/${leads.anis}/tasks`, {
      ...{ title: "  Kirim simulasi kredit ", dueAt: "2037-11-22T10:00:00+07:00" },
    });
    expect(set.status).toBe(201);
    const person = { id: ani.id, name: "Somebody in sales" };
    const task = {
      ...{ id: expect.any(String), lead: { id: leads.anis, name: "Lead of Ani" } },
      ...{ title: "Kirim simulasi kredit", dueAt: DUE, assignee: person, createdBy: person },
      ...{ doneAt: null, doneBy: null, createdAt: NOW.toISOString() },
      updatedAt: NOW.toISOString(),
    };
    expect(set.body.data).toEqual(task);
    const { id } = set.body.data;
    const changed = await asAni("PATCH", `/tasks/${id}`, { title: "Kirim brosur" });
    expect(changed.body.data).toEqual({ ...task, title: "Kirim brosur" });
    const done = { ...task, title: "Kirim brosur", doneAt: NOW.toISOString(), doneBy: person };
    expect((await asAni("POST", `/tasks/${id}/done`)).body.data).toEqual(done);
    expect((await owner("POST", `/tasks/${id}/done`)).body.data).toEqual(done);
    const open = (await owner("POST", `/tasks/${id}/reopen`)).body.data;
    expect(open).toEqual({ ...task, title: "Kirim brosur" });
    expect((await asAni("DELETE", `/tasks/${id}`)).status).toBe(204);
    expect((await asAni("PATCH", `/tasks/${id}`, {})).status).toBe(404);
    const { rows } = await db.query(
      "SELECT kind, details, actor_id FROM lead_events WHERE lead_id = $1 ORDER BY id",
      [leads.anis],
    );
    expect(rows.map(({ kind, details }) => [kind, details.change])).toEqual([
      ["task_added", "added"],
      ["task_changed", "changed"],
      ["task_done", "done"],
      ["task_changed", "reopened"],
      ["task_changed", "deleted"],
    ]);
    expect(JSON.stringify(rows)).not.toContain("brosur");
    const live = await db.query(
      "SELECT kind, assignee_id, payload FROM live_events WHERE lead_id = $1 ORDER BY id",
      [leads.anis],
    );
    expect(live.rows.map(({ kind, payload }) => [kind, payload])).toEqual(
      ["added", "changed", "done", "reopened", "deleted"].map((change) => [
        "task.changed",
        { taskId: id, change },
      ]),
    );
    const audit = await db.query(
      "SELECT after FROM audit_events WHERE subject_id = $1 AND action = 'task.changed'",
      [id],
    );
    expect(audit.rows).toEqual([{ after: { title: "[personal]" } }]);
  });

  test("is whose the lead is, or else whose who writes it", async () => {
    expect((await set(owner, leads.anis)).assignee.id).toBe(ani.id);
    expect((await set(asBeni, leads.nobodys)).assignee.id).toBe(beni.id);
    expect((await set(owner, leads.anis, { assigneeId: beni.id })).assignee.id).toBe(beni.id);
    expect((await set(owner, leads.anis, { assigneeId: null })).assignee).toBeNull();
  });

  test.each([
    ["title", { title: " " }],
    ["title", { title: "x".repeat(201) }],
    ["dueAt", { dueAt: "2037-11-22" }],
    ["dueAt", { dueAt: "1899-11-22T03:00:00Z" }],
    ["assigneeId", { assigneeId: "somebody" }],
    ["assigneeId", { assigneeId: crypto.randomUUID() }],
    ["doneAt", { doneAt: DUE }],
  ])("names what is wrong: %s %j", async (path, wrong) => {
    const task = { title: "Telepon", dueAt: DUE, ...wrong };
    const { status, body } = await owner("POST", `/leads/${leads.anis}/tasks`, task);
    expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([
      400,
      [path],
    ]);
  });

  test("is not for somebody who does not work here any more", async () => {
    const gone = await insert("staff", {
      ...{
        name: "Gone",
        email: `${crypto.randomUUID()}@x.test`,
        role: "sales",
        status: "inactive",
      },
      password_hash: "x",
    });
    const { id } = await set(owner, leads.anis);
    expect((await owner("PATCH", `/tasks/${id}`, { assigneeId: gone })).status).toBe(400);
  });

  test("is one of 200 open ones at the most", async () => {
    await db.query(
      `INSERT INTO lead_tasks (tenant_id, lead_id, title, due_at)
       SELECT $1, $2, 'Task', now() FROM generate_series(1, 199)`,
      [tenant.id, leads.anis],
    );
    const { id } = await set(owner, leads.anis);
    const ask = { title: "One more", dueAt: DUE };
    const refused = await owner("POST", `/leads/${leads.anis}/tasks`, ask);
    expect([refused.status, refused.body.code]).toEqual([409, "TOO_MANY_TASKS"]);
    await owner("POST", `/tasks/${id}/done`);
    expect((await owner("POST", `/leads/${leads.anis}/tasks`, ask)).status).toBe(201);
    expect((await owner("POST", `/tasks/${id}/reopen`)).status).toBe(409);
  });
});

describe("sales", () => {
  test("see tasks on leads that they see, and their own on others", async () => {
    const [own, hidden] = [await set(owner, leads.anis), await set(owner, leads.benis)];
    const free = await set(owner, leads.nobodys, { assigneeId: null });
    const given = await set(owner, leads.benis, { assigneeId: ani.id });
    for (const { id } of [own, free, given]) {
      expect((await asAni("PATCH", `/tasks/${id}`, { title: "Mine" })).status).toBe(200);
    }
    for (const [method, path] of [
      ["PATCH", ""],
      ["POST", "/done"],
      ["POST", "/reopen"],
      ["DELETE", ""],
    ] as const) {
      const body = method === "PATCH" ? { title: "Mine" } : undefined;
      expect((await asAni(method, `/tasks/${hidden.id}${path}`, body)).status).toBe(404);
    }
    const seenOn = async (leadId: string) =>
      (await asAni("GET", `/tasks?leadId=${leadId}`)).body.data.map(({ id }: Task) => id);
    expect(await seenOn(leads.anis)).toEqual([own.id]);
    expect(await seenOn(leads.nobodys)).toEqual([free.id]);
    expect(await seenOn(leads.benis)).toEqual([given.id]);
    expect(
      (await asAni("POST", `/leads/${leads.benis}/tasks`, { title: "x", dueAt: DUE })).status,
    ).toBe(404);
  });

  test("give tasks to nobody else, and may give one away that they then lose sight of", async () => {
    const { id } = await set(owner, leads.benis, { assigneeId: ani.id });
    const given = await asAni("PATCH", `/tasks/${id}`, { assigneeId: beni.id });
    expect([given.status, given.body.code]).toEqual([403, "FORBIDDEN"]);
    const back = await asAni("PATCH", `/tasks/${id}`, { assigneeId: null });
    expect([back.status, back.body.data.assignee]).toEqual([200, null]);
    expect((await asAni("PATCH", `/tasks/${id}`, {})).status).toBe(404);
  });

  test("hear at once of a task of theirs on another's lead", async () => {
    await set(owner, leads.benis, { assigneeId: ani.id });
    const { rows } = await db.query(
      "SELECT assignee_id, previous_assignee_id FROM live_events WHERE lead_id = $1",
      [leads.benis],
    );
    expect(rows).toEqual([{ assignee_id: beni.id, previous_assignee_id: ani.id }]);
  });
});

describe("the list", () => {
  test("goes page by page, open ones as they fall due and done ones the other way round", async () => {
    const due = (day: number) => ({ title: `Day ${day}`, dueAt: `2037-11-${day}T03:00:00Z` });
    for (const day of [24, 20, 22, 22]) await set(owner, leads.anis, due(day));
    for (const day of [18, 19, 17]) {
      const { id } = await set(owner, leads.anis, due(day));
      await owner("POST", `/tasks/${id}/done`);
    }
    const lead = `leadId=${leads.anis}`;
    expect(await titles(owner, lead)).toEqual(["Day 20", "Day 22", "Day 22", "Day 24"]);
    expect(await titles(owner, `${lead}&status=overdue`)).toEqual(["Day 20"]);
    expect(await titles(owner, `${lead}&status=done`)).toEqual(["Day 19", "Day 18", "Day 17"]);
    for (const status of ["open", "done"]) {
      const seen: string[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const page = `${lead}&status=${status}&limit=1${cursor && `&cursor=${cursor}`}`;
        const { body } = await owner("GET", `/tasks?${page}`);
        seen.push(body.data[0].title);
        cursor = body.meta.nextCursor;
      }
      expect(seen).toEqual(await titles(owner, `${lead}&status=${status}`));
    }
  });

  test("is of whom one asks for", async () => {
    await set(owner, leads.nobodys, { title: "Free", assigneeId: null });
    await set(owner, leads.nobodys, { title: "Ani's" });
    await set(owner, leads.nobodys, { title: "Beni's", assigneeId: beni.id });
    const lead = `leadId=${leads.nobodys}`;
    expect(await titles(asBeni, `${lead}&assignee=me`)).toEqual(["Beni's"]);
    expect(await titles(owner, `${lead}&assignee=none`)).toEqual(["Free"]);
    expect(await titles(owner, `${lead}&assignee=${beni.id}`)).toEqual(["Beni's"]);
    expect((await owner("GET", "/tasks?assignee=somebody")).status).toBe(400);
    expect((await owner("GET", "/tasks?cursor=x")).status).toBe(400);
  });
});

test("an erasure removes a person's tasks, and an export tells them before", async () => {
  const { id } = await set(owner, leads.anis, { title: "Antar ke rumah Pak Budi" });
  const exported = (await owner("GET", `/leads/${leads.anis}/export`)).body.data;
  expect(exported.tasks).toEqual([
    {
      ...{ title: "Antar ke rumah Pak Budi", dueAt: DUE, doneAt: null },
      ...{ createdAt: NOW.toISOString(), assignee: "Somebody in sales" },
    },
  ]);
  expect(exported.omitted.tasks).toBe(0);
  const actions = exported.events.map(({ action }: { action: string }) => action);
  expect(actions).toContain("task.added");
  expect((await owner("DELETE", `/leads/${leads.anis}/personal-data`)).status).toBe(204);
  const { rows } = await db.query("SELECT title FROM lead_tasks WHERE lead_id = $1", [leads.anis]);
  expect(rows).toEqual([]);
  expect((await owner("PATCH", `/tasks/${id}`, {})).status).toBe(404);
});

describe("staff", () => {
  test("set their own phone number, or take it away", async () => {
    const set = await asAni("PATCH", "/auth/profile", { phone: "0812-3456-7890" });
    expect(set.body.data).toMatchObject({ id: ani.id, phone: "+6281234567890" });
    expect((await asAni("GET", "/auth/me")).body.data.phone).toBe("+6281234567890");
    const gone = await asAni("PATCH", "/auth/profile", { phone: null });
    expect(gone.body.data.phone).toBeNull();
    const wrong = await asAni("PATCH", "/auth/profile", { phone: "12" });
    expect(wrong.body.errors).toEqual([{ path: "phone", message: "is not a phone number" }]);
  });

  test("see what they were told; what went wrong for all is for those who manage", async () => {
    const add = (staff_id: string, status: string, occasion: string) =>
      insert("notifications", {
        ...{ staff_id, kind: "reply_reminder", channel: "whatsapp", status, occasion },
        last_error: "whatsapp: no phone number",
      });
    const sent = await add(ani.id, "sent", "1");
    const failed = await add(ani.id, "failed", "2");
    const others = await add(beni.id, "failed", "3");
    const ids = async (call: Call, query = "") =>
      (await call("GET", `/notifications${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await ids(asAni)).toEqual([failed, sent]);
    expect(await ids(asAni, "?status=failed")).toEqual([failed]);
    expect(await ids(owner)).toEqual([]);
    expect(await ids(owner, "?status=failed")).toEqual([others, failed]);
    const [told] = (await owner("GET", "/notifications?status=failed")).body.data;
    expect(told).toMatchObject({
      ...{ staff: { id: beni.id }, kind: "reply_reminder", channel: "whatsapp", status: "failed" },
      lastError: "whatsapp: no phone number",
    });
    expect(JSON.stringify(told)).not.toContain("ealed");
  });
});
