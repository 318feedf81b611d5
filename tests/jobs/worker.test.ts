/** The worker: through kills, lost connections and stops. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type pg from "pg";
import { pino } from "pino";
import { workerUrl } from "../../src/db/index.ts";
import { type JobHandler, startJobWorker } from "../../src/infra/job-queue.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { connect } from "../support/attack-database.ts";
import { eventually } from "../support/eventually.ts";
import { testOwnerUrl } from "../support/test-app.ts";

const PROGRAM = join(import.meta.dir, "../support/worker-process.ts");
const silent = createLogger("silent");

let owner: pg.Client;
const url = workerUrl(testOwnerUrl());
beforeAll(async () => {
  owner = await connect(testOwnerUrl());
});
afterAll(() => owner.end());

const newTask = () => `test${crypto.randomUUID().slice(0, 8)}`;

const add = (task: string, payload: object = {}) =>
  owner.query("SELECT graphile_worker.add_job($1, $2)", [task, payload]);

const jobsOf = async (task: string) => {
  const { rows } = await owner.query<{ attempts: number; locked_by: string | null }>(
    `SELECT j.* FROM graphile_worker._private_jobs j
     JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = $1`,
    [task],
  );
  return rows;
};

const cutConnections = () =>
  owner.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'autoleads_worker'",
  );

const start = (task: string, run: JobHandler, log = silent) =>
  startJobWorker(url, { [task]: run }, { concurrency: 3, log });

test("jobs of a process that was killed are taken up again", async () => {
  const task = newTask();
  const child = Bun.spawn([process.execPath, PROGRAM, url, task], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await add(task, { n: 1 });
  const { value } = await child.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe("begun\n");
  expect((await jobsOf(task))[0]?.locked_by).toStartWith("autoleads-worker-");

  const ran: unknown[] = [];
  const next = start(task, async (payload, attempt) => void ran.push([payload, attempt]));
  // While the other lives, its job is its own.
  await Bun.sleep(1_000);
  expect(ran).toEqual([]);
  child.kill("SIGKILL");
  await child.exited;
  await eventually(() => ran.length > 0);
  expect(ran).toEqual([[{ n: 1 }, 2]]);
  await eventually(async () => (await jobsOf(task)).length === 0);
  await next.stop();
});

test("a worker whose connections were cut goes on, also with the job it is at", async () => {
  const task = newTask();
  const ran: unknown[] = [];
  const began = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const worker = start(task, async (payload) => {
    ran.push(payload);
    began.resolve();
    await goOn.promise;
  });
  await add(task, { n: 1 });
  await began.promise;
  await cutConnections();
  goOn.resolve();
  await eventually(async () => (await jobsOf(task)).length === 0);
  // Once, or twice where the cut fell on the word that it was done.
  expect([1, 2]).toContain(ran.length);
  await cutConnections();
  await add(task, { n: 2 });
  await eventually(() => ran.some((payload) => Bun.deepEquals(payload, { n: 2 })));
  await worker.stop();
});

test("a worker that could not tell the end of several jobs takes up the next ones", async () => {
  const task = newTask();
  const ran: unknown[] = [];
  const held: PromiseWithResolvers<void>[] = [];
  const worker = start(task, async (payload) => {
    ran.push(payload);
    if (held.length === 3) return;
    const job = Promise.withResolvers<void>();
    held.push(job);
    await job.promise;
  });
  for (const n of [1, 2, 3]) await add(task, { n });
  await eventually(() => held.length === 3);
  await owner.query(`CREATE FUNCTION refuse_end() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_sleep(0.2); RAISE EXCEPTION 'not now'; END $$`);
  await owner.query(`CREATE TRIGGER refuse_end BEFORE DELETE ON graphile_worker._private_jobs
    FOR EACH ROW EXECUTE FUNCTION refuse_end()`);
  const [first, second, last] = held;
  first?.resolve();
  await Bun.sleep(50);
  second?.resolve();
  await Bun.sleep(500);
  await owner.query("DROP FUNCTION refuse_end CASCADE");
  last?.reject(new Error("not yet"));
  await add(task, { n: 4 });
  await eventually(() => ran.some((payload) => Bun.deepEquals(payload, { n: 4 })));
  await eventually(async () => (await jobsOf(task)).length === 0);
  await worker.stop();
}, 45_000);

test("a job that fails is tried again, and none takes another's turn", async () => {
  const task = newTask();
  const ran: [unknown, number][] = [];
  const worker = start(task, async (payload, attempt) => {
    ran.push([payload, attempt]);
    if (attempt === 1 && (payload as { n: number }).n === 1) throw new Error("not yet");
  });
  await add(task, { n: 1 });
  await add(task, { n: 2 });
  await eventually(() => ran.length === 3);
  expect(ran).toContainEqual([{ n: 2 }, 1]);
  expect(ran.at(-1)).toEqual([{ n: 1 }, 2]);
  await worker.stop();
});

test("a stop waits for the job under way and leaves no connection", async () => {
  const task = newTask();
  const began = Promise.withResolvers<void>();
  let done = false;
  const worker = start(task, async () => {
    began.resolve();
    await Bun.sleep(300);
    done = true;
  });
  await add(task);
  await began.promise;
  await worker.stop();
  expect(done).toBe(true);
  expect(await jobsOf(task)).toEqual([]);
  await eventually(async () => {
    const { rows } = await owner.query(
      "SELECT 1 FROM pg_stat_activity WHERE usename = 'autoleads_worker'",
    );
    return rows.length === 0;
  });
});

test("a thousand jobs leave no line in the log above debug", async () => {
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line) => void lines.push(line) });
  const task = newTask();
  await owner.query(
    "SELECT graphile_worker.add_job($1, json_build_object('n', n)) FROM generate_series(1, 1000) n",
    [task],
  );
  const ran = new Set<number>();
  const worker = start(task, async (payload) => void ran.add((payload as { n: number }).n), log);
  await eventually(() => ran.size === 1_000);
  await worker.stop();
  expect(lines).toEqual([]);
  expect(await jobsOf(task)).toEqual([]);
});
