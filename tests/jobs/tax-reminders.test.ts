/** Staff who manage are told of taxes and STNK that fall due, once at each stage. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type pg from "pg";
import { remindTaxesJob } from "../../src/jobs/handlers/remind-taxes.ts";
import { connect } from "../support/attack-database.ts";
import type { Call } from "../support/call-as.ts";
import { type Desk, deskOf } from "../support/desk.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

/** 08:00 in Jakarta. */
const MORNING = "T01:00:00Z";
let now = new Date(`2037-06-01${MORNING}`);
const app = createTestApp({ clock: () => now });
let db: pg.Client;
let tenant: TestTenant;
let desk: Desk;
let boss: Call;
beforeAll(async () => {
  db = await connect(app.ownerUrl);
});
beforeEach(async () => {
  now = new Date(`2037-06-01${MORNING}`);
  tenant = await createTestTenant(app);
  desk = deskOf(app, db, tenant);
  boss = await desk.as(tenant.owner.id);
});
afterAll(async () => {
  await forgetJobs(db, "remindTaxes", "noteStockValue", "deliverNotification", "sendDigests");
  await db.end();
  await app.close();
});

const add = async (more: object): Promise<string> => {
  const car = { brand: "Toyota", model: "Avanza", year: 2019, price: 1, status: "available" };
  const { status, body } = await boss("POST", "/cars", { ...car, ...more });
  expect(status).toBe(201);
  return body.data.id;
};
/** Lets the morning of a day come, as the worker does. */
const morningOf = async (day: string) => {
  now = new Date(day + MORNING);
  await remindTaxesJob(app.deps, { tenantId: tenant.id, day });
};
const told = async () => {
  const { rows } = await db.query(
    "SELECT staff_id, content_sealed FROM notifications WHERE tenant_id = $1 AND kind = 'tax_due' ORDER BY id",
    [tenant.id],
  );
  return Promise.all(
    rows.map(async ({ staff_id: staffId, content_sealed: sealed }) => {
      const { secrets } = app.deps.keys;
      const text = await secrets.open(tenant.id, "notifications.content_sealed", sealed);
      return { staffId, text: JSON.parse(text).text as string };
    }),
  );
};
const texts = async () => (await told()).map(({ text }) => text.split("\n").slice(1));

describe("a tax", () => {
  test("is told 30, 7 and 1 days before its day and once when it is past", async () => {
    await add({ annualTaxUntil: "2037-07-15", plate: "B 1234 XYZ", variant: "1.3 G" });
    const days = Array.from({ length: 60 }, (_, n) =>
      new Date(Date.parse("2037-06-01") + n * 86_400_000).toISOString().slice(0, 10),
    );
    const toldOn: Record<string, string[]> = {};
    for (const day of days) {
      const before = (await texts()).length;
      await morningOf(day);
      const news = (await texts()).slice(before);
      if (news.length > 0) toldOn[day] = news.flat();
    }
    const line = (when: string) => [
      `• 2019 Toyota Avanza 1.3 G, B 1234 XYZ: pajak tahunan 15 Jul 2037 (${when})`,
    ];
    expect(toldOn).toEqual({
      "2037-06-15": line("30 hari lagi"),
      "2037-07-08": line("7 hari lagi"),
      "2037-07-14": line("besok"),
      "2037-07-16": line("lewat 1 hari"),
    });
  });

  test("is told at the stage that it has, where earlier ones went by, and again after a new day", async () => {
    const id = await add({ stnkUntil: "2037-06-06", displayCode: "A-1" });
    await morningOf("2037-06-01");
    const line = "• 2019 Toyota Avanza, A-1: STNK 5 tahun";
    expect(await texts()).toEqual([[`${line} 6 Jun 2037 (5 hari lagi)`]]);
    await boss("PATCH", `/cars/${id}`, { stnkUntil: "2037-06-03", version: 1 });
    await morningOf("2037-06-02");
    expect((await texts()).at(-1)).toEqual([`${line} 3 Jun 2037 (besok)`]);
  });

  test("is the one that stock/attention shows, of cars on offer alone", async () => {
    const due = { annualTaxUntil: "2037-07-01" };
    const shown = await add(due);
    await add({ annualTaxUntil: "2037-07-02" });
    await add({ ...due, status: "draft" });
    await add({ ...due, status: "sold" });
    await morningOf("2037-06-01");
    expect(await texts()).toHaveLength(1);
    expect((await texts())[0]).toHaveLength(1);
    const { body } = await boss("GET", "/stock/attention?reason=annual_tax_due");
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([shown]);
  });
});

describe("a reminder", () => {
  test("is one notice to each who manages, and names the most urgent", async () => {
    const admin = await desk.addSales("Adi", { role: "admin" });
    await desk.addSales("Sari");
    for (let n = 1; n <= 10; n += 1) {
      await add({ annualTaxUntil: `2037-06-${10 + n}`, displayCode: `C-${n}` });
    }
    await morningOf("2037-06-01");
    const notices = await told();
    expect(notices.map(({ staffId }) => staffId).sort()).toEqual([tenant.owner.id, admin].sort());
    const lines = notices[0]?.text.split("\n") ?? [];
    expect(lines).toHaveLength(10);
    expect(lines[1]).toContain("C-1:");
    expect(lines.at(-1)).toBe("• dan 2 lagi");
  });

  test("is not doubled by two workers at the same time, nor by a day done again", async () => {
    await add({ annualTaxUntil: "2037-06-03", stnkUntil: "2037-06-03" });
    const job = { tenantId: tenant.id, day: "2037-06-01" };
    await Promise.all(Array.from({ length: 4 }, () => remindTaxesJob(app.deps, job)));
    await morningOf("2037-06-01");
    expect((await texts()).map((lines) => lines.length)).toEqual([2]);
  });

  test("of a car that came in later on the same day is not lost", async () => {
    await add({ annualTaxUntil: "2037-06-03" });
    await morningOf("2037-06-01");
    await add({ annualTaxUntil: "2037-06-04" });
    await morningOf("2037-06-01");
    expect((await texts()).map((lines) => lines.length)).toEqual([1, 1]);
  });

  test("waits while the settings name no channel for it", async () => {
    await add({ annualTaxUntil: "2037-06-03" });
    expect((await boss("PUT", "/inbox/settings", { channels: { tax_due: [] } })).status).toBe(200);
    await morningOf("2037-06-01");
    expect(await texts()).toEqual([]);
    await boss("PUT", "/inbox/settings", { channels: { tax_due: ["email"] } });
    await morningOf("2037-06-02");
    expect(await texts()).toHaveLength(1);
  });

  test("comes at the hour of the dealership's digest, each morning again", async () => {
    await morningOf("2037-06-01");
    const due = async () =>
      (await desk.jobs("remindTaxes")).map(({ payload, run_at }) => [
        payload["day"],
        run_at.toISOString(),
      ]);
    expect(await due()).toEqual([["2037-06-02", "2037-06-02T01:00:00.000Z"]]);
    await boss("PUT", "/inbox/settings", { digest: { isOn: false, at: "07:30" } });
    expect(await due()).toEqual([["2037-06-02", "2037-06-02T00:30:00.000Z"]]);
  });
});
