/** The daily digest: at the dealership's hour, once a day and person, and every day again. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type pg from "pg";
import type { TenantScope } from "../../src/db/index.ts";
import type { Deps } from "../../src/deps.ts";
import { scheduleDigest } from "../../src/domain/digests/schedule-digest.ts";
import { enterTenantOfJob } from "../../src/jobs/enter-tenant-of-job.ts";
import { followUpContactsJob } from "../../src/jobs/handlers/follow-up-contacts.ts";
import { sendDigestsJob } from "../../src/jobs/handlers/send-digests.ts";
import { connect } from "../support/attack-database.ts";
import { inserter, newNumber, UNKNOWN_PASSWORD } from "../support/attack-rows.ts";
import { callAs } from "../support/call-as.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, logIn, type TestTenant } from "../support/test-tenant.ts";

let now = new Date("2037-11-21T03:00:00Z");
const app = createTestApp({ logLevel: "silent", clock: () => now });
const deps: Deps = app.deps;
let db: pg.Client;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
});
afterAll(async () => {
  await forgetJobs(db, "sendDigests", "deliverNotification");
  await db.end();
  await app.close();
});

/** 08:00 of a Saturday in Jakarta, and of the day in Jayapura two hours before. */
const MORNING = "2037-11-21T01:00:00Z";
const TODAY = "2037-11-21";

const at = (instant: string) => {
  now = new Date(instant);
};
const inScope = async <R>(tenant: TestTenant, work: (scope: TenantScope) => Promise<R>) =>
  (await enterTenantOfJob(deps, tenant.id))(work);

const schedule = (tenant: TestTenant) => inScope(tenant, scheduleDigest);
const send = (tenant: TestTenant, day: string) =>
  sendDigestsJob(deps, { tenantId: tenant.id, day });

const jobs = async ({ id }: TestTenant) => {
  const { rows } = await db.query<{ day: string; at: Date }>(
    `SELECT payload ->> 'day' AS day, run_at AS at FROM graphile_worker._private_jobs
     WHERE payload ->> 'tenantId' = $1 AND payload ->> 'day' IS NOT NULL ORDER BY run_at`,
    [id],
  );
  return rows.map(({ day, at }) => [day, at.toISOString()]);
};

const setDigest = async ({ id }: TestTenant, digest: object) => {
  await db.query(
    `INSERT INTO inbox_settings (tenant_id, settings) VALUES ($1, $2)
     ON CONFLICT (tenant_id) DO UPDATE SET settings = EXCLUDED.settings`,
    [id, { digest }],
  );
};

interface Told {
  staffId: string;
  channel: string;
  occasion: string;
  subject: string;
  text: string;
}

const told = async ({ id }: TestTenant): Promise<Told[]> => {
  const { rows } = await db.query("SELECT * FROM notifications WHERE tenant_id = $1 ORDER BY id", [
    id,
  ]);
  return Promise.all(
    rows.map(async (row) => {
      const column = "notifications.content_sealed";
      const content = JSON.parse(await deps.keys.secrets.open(id, column, row.content_sealed));
      return { staffId: row.staff_id, channel: row.channel, occasion: row.occasion, ...content };
    }),
  );
};

const people = ({ id }: TestTenant) => {
  const insert = inserter(db, id);
  return {
    insert,
    sales: (name: string, status = "active") =>
      insert("staff", {
        ...{ name, email: `${crypto.randomUUID()}@people.test`, phone: newNumber() },
        ...{ role: "sales", status, password_hash: UNKNOWN_PASSWORD },
      }),
    lead: (assignee_id: string | null, name: string | null, more: object = {}) =>
      insert("leads", {
        ...{ assignee_id, name, phone: newNumber(), source: "whatsapp" },
        ...{ created_at: "2037-11-01", last_activity_at: "2037-11-01", ...more },
      }),
  };
};

describe("the hour", () => {
  test.each([
    ["Asia/Jakarta", "2037-11-21T00:59:59Z", "2037-11-21", "2037-11-21T01:00:00.000Z"],
    ["Asia/Jakarta", "2037-11-21T01:00:00Z", "2037-11-22", "2037-11-22T01:00:00.000Z"],
    ["Asia/Jayapura", "2037-11-20T22:59:59Z", "2037-11-21", "2037-11-20T23:00:00.000Z"],
    ["Asia/Jayapura", "2037-11-21T00:59:59Z", "2037-11-22", "2037-11-21T23:00:00.000Z"],
    ["Asia/Jakarta", "2037-11-21T17:30:00Z", "2037-11-22", "2037-11-22T01:00:00.000Z"],
  ])("is that of %s: at %s the next is of %s", async (timeZone, instant, day, due) => {
    const tenant = await createTestTenant(app, { timeZone });
    at(instant);
    await schedule(tenant);
    await schedule(tenant);
    expect(await jobs(tenant)).toEqual([[day, due]]);
  });

  test("of changed settings takes the place of the former; digests that are off have none", async () => {
    const tenant = await createTestTenant(app);
    at("2037-11-21T00:00:00Z");
    await schedule(tenant);
    await setDigest(tenant, { at: "17:30" });
    await schedule(tenant);
    expect(await jobs(tenant)).toEqual([[TODAY, "2037-11-21T10:30:00.000Z"]]);
    await setDigest(tenant, { isOn: false });
    expect(await schedule(tenant)).toBeNull();
    at("2037-11-21T10:30:00Z");
    await send(tenant, TODAY);
    expect(await jobs(tenant)).toEqual([[TODAY, "2037-11-21T10:30:00.000Z"]]);
  });

  test("that is late is not put off to the next day", async () => {
    const tenant = await createTestTenant(app);
    at("2037-11-21T00:00:00Z");
    await schedule(tenant);
    at("2037-11-21T03:00:00Z");
    await schedule(tenant);
    expect(await jobs(tenant)).toEqual([
      [TODAY, "2037-11-21T01:00:00.000Z"],
      ["2037-11-22", "2037-11-22T01:00:00.000Z"],
    ]);
  });

  test("is seen to at a contact and at a task", async () => {
    at("2037-11-21T00:00:00Z");
    const [one, other] = [await createTestTenant(app), await createTestTenant(app)];
    const leadId = await people(one).lead(null, "Budi");
    const contacts = [{ leadId, messageId: null, enquiryId: null }];
    for (let n = 0; n < 2; n += 1) await followUpContactsJob(deps, { tenantId: one.id, contacts });
    expect((await jobs(one)).map(([day]) => day)).toEqual([TODAY]);
    at("2037-11-21T02:00:00Z");
    await followUpContactsJob(deps, { tenantId: one.id, contacts });
    expect((await jobs(one)).map(([day]) => day)).toEqual([TODAY, "2037-11-22"]);
    const call = callAs(app, other, await logIn(app, other, other.owner));
    const lead = await people(other).lead(null, "Citra");
    const task = { title: "Telepon", dueAt: "2037-11-21T09:00:00Z" };
    await call("POST", `/leads/${lead}/tasks`, task);
    expect((await jobs(other)).map(([day]) => day)).toEqual(["2037-11-22"]);
  });
});

describe("a digest", () => {
  test("tells what is due, who waits and who is new, by names", async () => {
    const tenant = await createTestTenant(app);
    const { insert, sales, lead } = people(tenant);
    const rani = await sales("Rani");
    const budi = await lead(rani, "Budi", { awaiting_since: "2037-11-20T10:00:00Z" });
    const tail = await lead(rani, null, { phone: "+6281355551234", awaiting_since: MORNING });
    await lead(rani, "Citra", { created_at: MORNING, last_activity_at: MORNING });
    await lead(rani, "Closed", { awaiting_since: MORNING, status: "closed" });
    await lead(rani, "Erased", { awaiting_since: MORNING, erased_at: MORNING });
    await lead(rani, "Merged", { awaiting_since: MORNING, merged_into_id: budi });
    const task = (title: string, due_at: string, more = {}) =>
      insert("lead_tasks", { lead_id: budi, assignee_id: rani, title, due_at, ...more });
    await task("Telepon balik", "2037-11-19T03:00:00Z");
    await task("Kirim simulasi kredit", "2037-11-21T08:30:00Z");
    await task("Done", "2037-11-21T08:30:00Z", { done_at: MORNING });
    await task("Tomorrow", "2037-11-21T17:00:00Z");
    await insert("lead_tasks", {
      ...{ lead_id: tail, assignee_id: rani, title: "Foto", due_at: "2037-11-21T16:59:00Z" },
    });
    at(MORNING);
    await send(tenant, TODAY);
    expect(await told(tenant)).toEqual([
      {
        ...{ staffId: rani, channel: "whatsapp", occasion: `whatsapp:${TODAY}` },
        subject: "Ringkasan Sabtu, 21 November 2037",
        text: [
          "Halo Rani, ini ringkasan Sabtu, 21 November 2037.",
          "",
          "Tugas sampai hari ini: 3",
          "• terlambat sejak 19 Nov: Telepon balik – Budi",
          "• 15.30 Kirim simulasi kredit – Budi",
          "• 23.59 Foto – nomor …1234",
          "",
          "Menunggu balasan: 2 (Budi, nomor …1234)",
          "",
          "Lead baru: 1 (Citra)",
        ].join("\n"),
      },
    ]);
  });

  test("goes to each who has something due and works here, once a day, each with their own", async () => {
    const tenant = await createTestTenant(app);
    const { sales, lead } = people(tenant);
    const [rani, sari] = [await sales("Rani"), await sales("Sari")];
    await sales("Idle");
    await lead(rani, "Budi", { awaiting_since: MORNING });
    await lead(sari, "Citra", { awaiting_since: MORNING });
    await lead(await sales("Gone", "inactive"), "Dewi", { awaiting_since: MORNING });
    await lead(null, "Nobody's", { awaiting_since: MORNING });
    at(MORNING);
    await Promise.all([send(tenant, TODAY), send(tenant, TODAY)]);
    await send(tenant, TODAY);
    const first = await told(tenant);
    expect(first.map(({ staffId }) => staffId).sort()).toEqual([rani, sari].sort());
    const ofRani = first.find(({ staffId }) => staffId === rani)?.text;
    expect(ofRani).toContain("Budi");
    expect(ofRani).not.toContain("Citra");
    expect(await jobs(tenant)).toEqual([["2037-11-22", "2037-11-22T01:00:00.000Z"]]);
    at("2037-11-22T01:00:00Z");
    await send(tenant, "2037-11-22");
    expect((await told(tenant)).length).toBe(4);
  });

  test("that is late goes out on its day, and not on another", async () => {
    const tenant = await createTestTenant(app, { timeZone: "Asia/Jayapura" });
    const { sales, lead } = people(tenant);
    await lead(await sales("Rani"), "Budi", { awaiting_since: MORNING });
    at("2037-11-21T15:30:00Z");
    await send(tenant, TODAY);
    expect(await told(tenant)).toEqual([]);
    at("2037-11-21T14:30:00Z");
    await send(tenant, TODAY);
    expect((await told(tenant)).length).toBe(1);
    expect((await jobs(tenant)).map(([day]) => day)).toEqual(["2037-11-22"]);
  });

  test("of a day without work tells nobody, and the next day has its own", async () => {
    const tenant = await createTestTenant(app);
    at(MORNING);
    await send(tenant, TODAY);
    expect(await told(tenant)).toEqual([]);
    expect((await jobs(tenant)).map(([day]) => day)).toEqual(["2037-11-22"]);
  });

  test("is short, whatever the names", async () => {
    const tenant = await createTestTenant(app);
    const { insert, sales, lead } = people(tenant);
    const rani = await sales(`Rani ${"😀".repeat(60)}`);
    for (let n = 0; n < 12; n += 1) {
      const name = `${n}\n${"🚗".repeat(59)}`;
      const more = { awaiting_since: MORNING, created_at: MORNING, last_activity_at: MORNING };
      const id = await lead(rani, name, more);
      const title = `${n} ${"w".repeat(198)}`;
      await insert("lead_tasks", { lead_id: id, assignee_id: rani, title, due_at: "2037-11-20" });
    }
    at(MORNING);
    await send(tenant, TODAY);
    const [{ text = "" } = {}] = await told(tenant);
    expect(text.length).toBeLessThanOrEqual(1_000);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain("Tugas sampai hari ini: 12\n");
    expect(text.match(/dan 8 lagi/g)?.length).toBe(3);
  });
});
