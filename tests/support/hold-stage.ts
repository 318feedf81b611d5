/** A dealership whose cars are held and sold, under a clock that a test moves. */
import { expireHoldJob } from "../../src/jobs/handlers/expire-hold.ts";
import { connect } from "./attack-database.ts";
import type { Call } from "./call-as.ts";
import { deskOf } from "./desk.ts";
import { forgetJobs } from "./forget-jobs.ts";
import { createTestApp } from "./test-app.ts";
import { createTestTenant } from "./test-tenant.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** 10:00 in Jakarta, of a day to come: no worker of another test does these jobs. */
const START = new Date((Math.floor(Date.now() / DAY) + 2) * DAY + 3 * HOUR);

export async function setHoldStage() {
  let now = START;
  const app = createTestApp({ clock: () => now });
  const owner = await connect(app.ownerUrl);
  const tenant = await createTestTenant(app);
  const desk = deskOf(app, owner, tenant);
  // A token is good for minutes, and the clock moves by days.
  const as =
    (staffId: string): Call =>
    async (...given) =>
      (await desk.as(staffId))(...given);
  const boss = as(tenant.owner.id);
  const rows = async (query: string, ...values: unknown[]) =>
    (await owner.query(query, [tenant.id, ...values])).rows;

  const car = async (id: string) => (await boss("GET", `/cars/${id}`)).body.data;
  return {
    ...{ app, owner, tenant, desk, as, boss, rows, car },
    now: () => now,
    at: (ms: number) => new Date(now.getTime() + ms).toISOString(),
    /** Back to the beginning, for a test of its own. */
    restart: async () => {
      now = START;
      await forgetJobs(owner, "expireHold");
      await app.deps.rateLimits.admin.reset(`${tenant.id}:${tenant.owner.id}`);
    },
    advance: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    addCar: async (more: Record<string, unknown> = {}): Promise<string> => {
      const given = { brand: "Toyota", model: "Avanza", year: 2019, price: 150_000_000 };
      const made = await boss("POST", "/cars", { ...given, status: "available", ...more });
      return made.body.data.id;
    },
    change: async (id: string, fields: Record<string, unknown>) =>
      boss("PATCH", `/cars/${id}`, { ...fields, version: (await car(id)).version }),
    /** Does the expiries that are due by the stage's clock, as the worker does them. */
    work: async () => {
      const due = await rows(
        `DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
         WHERE t.id = j.task_id AND j.payload ->> 'tenantId' = $1 AND t.identifier = 'expireHold'
           AND j.run_at <= $2 RETURNING j.payload`,
        now,
      );
      for (const { payload } of due) await expireHoldJob(app.deps, payload);
      return due.length;
    },
    holdsOf: (carId: string) =>
      rows(
        "SELECT * FROM car_holds WHERE tenant_id = $1 AND car_id = $2 ORDER BY created_at, id",
        carId,
      ),
    salesOf: (carId: string) =>
      rows(
        "SELECT * FROM car_sales WHERE tenant_id = $1 AND car_id = $2 ORDER BY created_at, id",
        carId,
      ),
    close: async () => {
      await owner.end();
      await app.close();
    },
  };
}
