/** What a request may do to the queue of jobs, and what the worker's connection may see. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type pg from "pg";
import { appUrl, workerUrl } from "../../src/db/index.ts";
import { type Attempt, attempts, connect } from "../support/attack-database.ts";
import { createTestApp } from "../support/test-app.ts";
import { createTestTenant, type TestTenant } from "../support/test-tenant.ts";

const REFUSED = "42501";

const app = createTestApp();
let owner: pg.Client;
let request: pg.Client;
let worker: pg.Client;
let asApp: Attempt;
let a: TestTenant;
let b: TestTenant;

beforeAll(async () => {
  owner = await connect(app.ownerUrl);
  request = await connect(appUrl(app.ownerUrl));
  worker = await connect(workerUrl(app.ownerUrl));
  asApp = attempts(request);
  [a, b] = await Promise.all([createTestTenant(app), createTestTenant(app)]);
});
afterAll(async () => {
  await Promise.all([owner.end(), request.end(), worker.end()]);
  await app.close();
});

const ENQUEUE = "SELECT enqueue_job($1, $2, $3, NULL, $4, 3)";
const TASK = "isolationTest";

test("a job of the tenant that is set is taken", async () => {
  expect(await asApp(a.id, ENQUEUE, [TASK, { tenantId: a.id }, null, null])).toBe(1);
});

test.each([
  ["another tenant's", () => a.id, () => ({ tenantId: b.id })],
  ["nobody's", () => a.id, () => ({})],
  ["null's", () => a.id, () => ({ tenantId: null })],
  ["a list's", () => a.id, () => JSON.stringify([{ tenantId: a.id }])],
  ["one without a payload", () => a.id, () => null],
  ["one without a tenant that is set", () => null, () => ({ tenantId: a.id })],
  ["one with none set and none named", () => "", () => ({ tenantId: "" })],
])("%s job is refused", async (_, tenant, payload) => {
  expect(await asApp(tenant(), ENQUEUE, [TASK, payload(), null, null])).toBe(REFUSED);
});

test("the key and the queue of a job are its tenant's own", async () => {
  for (const { id } of [a, b]) {
    await request.query("BEGIN");
    await request.query("SELECT set_config('app.tenant_id', $1, true)", [id]);
    await request.query(ENQUEUE, [TASK, { tenantId: id }, "same key", "same queue"]);
    await request.query("COMMIT");
  }
  const { rows } = await owner.query(
    `SELECT j.payload ->> 'tenantId' AS tenant, j.key, q.queue_name AS queue
     FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
     WHERE j.key LIKE '%:same key' ORDER BY j.id`,
  );
  expect(rows).toEqual(
    [a, b].map(({ id }) => ({ tenant: id, key: `${id}:same key`, queue: `${id}:same queue` })),
  );
  await owner.query("DELETE FROM graphile_worker._private_jobs WHERE key LIKE '%:same key'");
});

test.each([
  "SELECT * FROM graphile_worker._private_jobs",
  "SELECT * FROM graphile_worker.jobs",
  "SELECT graphile_worker.add_job('deliverEmail', '{}')",
  "SELECT graphile_worker.force_unlock_workers('{}')",
  "DELETE FROM graphile_worker._private_jobs",
  "SET ROLE autoleads_worker",
])("a request may not: %s", async (sql) => {
  expect(await asApp(a.id, sql)).toBe(REFUSED);
});

test("the worker's connection reads jobs and no table of tenants, owns nothing and becomes nobody", async () => {
  const asWorker = attempts(worker);
  expect(await asWorker(a.id, "SELECT count(*) FROM graphile_worker._private_jobs")).toBe(1);
  const { rows } = await owner.query<{ name: string }>(
    "SELECT quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')",
  );
  expect(rows.length).toBeGreaterThan(20);
  const allowed = [];
  for (const { name } of rows) {
    if ((await asWorker(a.id, `SELECT * FROM public.${name} LIMIT 1`)) !== REFUSED)
      allowed.push(name);
  }
  expect(allowed).toEqual([]);
  for (const sql of [
    "SELECT * FROM public.find_tenant('a', 'b')",
    "SELECT * FROM public.list_keys()",
    "SET ROLE autoleads_app",
    "SET ROLE autoleads_system",
    "CREATE TABLE graphile_worker.mine (id int)",
    "CREATE TABLE public.mine (id int)",
    "DROP TABLE graphile_worker._private_jobs",
  ]) {
    expect({ [sql]: await asWorker(a.id, sql) }).toEqual({ [sql]: REFUSED });
  }
});
