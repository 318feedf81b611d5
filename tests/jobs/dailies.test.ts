/** What each dealership has done every day begins by itself, also where nothing ever changed. */
import { afterAll, expect, test } from "bun:test";
import { runDailies } from "../../src/jobs/run-dailies.ts";
import { connect } from "../support/attack-database.ts";
import { deskOf } from "../support/desk.ts";
import { eventually } from "../support/eventually.ts";
import { forgetJobs } from "../support/forget-jobs.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp({ clock: () => new Date("2037-06-01T03:00:00Z") });
const owner = await connect(app.ownerUrl);
afterAll(async () => {
  await forgetJobs(owner, "noteStockValue", "remindTaxes");
  await owner.end();
  await app.close();
});

test("open dealerships have their jobs, once each, and closed ones none", async () => {
  const [open, suspended] = [await createTestTenant(app), await createTestTenant(app)];
  await owner.query("UPDATE tenants SET status = 'suspended' WHERE id = $1", [suspended.id]);
  const jobsOf = async (tenant: typeof open, task: string) =>
    (await deskOf(app, owner, tenant).jobs(task)).map(({ run_at }) => run_at.toISOString());
  // As several processes that start do.
  const started = [runDailies(app.deps), runDailies(app.deps)];
  await eventually(async () => (await jobsOf(open, "remindTaxes")).length > 0);
  expect(await jobsOf(open, "noteStockValue")).toEqual(["2037-06-01T17:00:00.000Z"]);
  await Promise.all(started.map((dailies) => dailies.stop()));
  expect(await jobsOf(open, "remindTaxes")).toEqual(["2037-06-02T01:00:00.000Z"]);
  expect(await jobsOf(suspended, "noteStockValue")).toEqual([]);
  expect(await jobsOf(suspended, "remindTaxes")).toEqual([]);
});
