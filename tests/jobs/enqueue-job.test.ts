import { afterAll, beforeAll, expect, test } from "bun:test";
import type pg from "pg";
import { NO_ORIGIN, withTenant } from "../../src/db/index.ts";
import { enqueueJob } from "../../src/domain/enqueue-job.ts";
import { connect } from "../support/attack-database.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant } from "../support/test-tenant.ts";

const app = createTestApp();
let owner: pg.Client;
beforeAll(async () => {
  owner = await connect(app.ownerUrl);
});
afterAll(async () => {
  await owner.end();
  await app.close();
});

test("a job whose moment is past does not go before those that wait", async () => {
  const { host } = await createTestTenant(app);
  const tenant = await app.deps.tenants.find(host);
  if (!tenant) throw new Error("the tenant is not there");
  const now = new Date();
  const context = { tenant, origin: NO_ORIGIN, now, log: app.deps.log };
  const [past, future] = [-3_600_000, 3_600_000].map((ms) => new Date(now.getTime() + ms));
  const ids = [undefined, past, future].map((runAt) => ({ id: Bun.randomUUIDv7(), runAt }));
  await withTenant(app.deps.database, { ...context, actor: { kind: "job" } }, async (scope) => {
    for (const { id, runAt } of ids) {
      await enqueueJob(scope, "deliverEmail", { emailId: id }, { runAt });
    }
  });
  const { rows } = await owner.query<{ runAt: Date }>(
    `SELECT run_at AS "runAt" FROM graphile_worker._private_jobs
     WHERE payload ->> 'emailId' = ANY ($1) ORDER BY id`,
    [ids.map(({ id }) => id)],
  );
  const [first, second, third] = rows.map(({ runAt }) => runAt.getTime());
  expect(second).toBe(first);
  expect(third).toBe(future?.getTime());
});
