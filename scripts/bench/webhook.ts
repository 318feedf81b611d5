/** `bun run bench webhook`: what the gateway's webhook takes, beside what PostgreSQL takes. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../../src/db/index.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { startEmbeddedPostgres } from "../../src/infra/embedded-postgres/index.ts";
import { hashToken, newToken } from "../../src/infra/secrets.ts";
import { runtimeSettings } from "../runtime-settings.ts";
import type { Load, LoadResult } from "./webhook-load.ts";

const HELP = `Usage: bun run bench webhook [--seconds N] [--jobs]

Starts a PostgreSQL and a server of its own with 200 dealerships of one device each, and prints
how many rows a second PostgreSQL takes one a commit; how many messages a second the server
accepts, each committed before it is answered, and how fast, at the most and at half of it; and
how it keeps up from accepted to lead, message and follow-up job at 2,000 a second. With --jobs
the same process also does the follow-up jobs.`;

const TENANTS = 200;
const CONNECTIONS = 96;
/** Messages a second that are to be worked in without a growing backlog. */
const SUSTAINED = 2_000;
const BODY = "x".repeat(450);

const here = (name: string) => join(import.meta.dir, name);
const count = (number: number) => Math.round(number).toLocaleString("en");
const answered = ({ p50, p99 }: LoadResult) => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
const refused = ({ statuses }: LoadResult) =>
  `429: ${statuses["429"] ?? 0}, 503: ${statuses["503"] ?? 0}`;

async function outputOf(command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdout: "pipe", stderr: "inherit" });
  const text = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`${command[1]} failed`);
  return text;
}

const post = async (load: Load): Promise<LoadResult> =>
  JSON.parse(await outputOf([process.execPath, here("webhook-load.ts"), JSON.stringify(load)]));

/** Dealerships as rows alone: nobody logs in. */
async function addDealerships(owner: pg.Client) {
  const targets = Array.from({ length: TENANTS }, (_, n) => ({
    ...{ host: `bench${n}.localhost`, slug: `bench${n}`, token: newToken() },
    ...{ id: Bun.randomUUIDv7(), deviceId: Bun.randomUUIDv7() },
  }));
  for (const { id, slug, deviceId, token } of targets) {
    await owner.query(
      "INSERT INTO tenants (id, slug, name, status) VALUES ($1, $2, $2, 'active')",
      [id, slug],
    );
    await owner.query(
      "INSERT INTO whatsapp_devices (tenant_id, id, label) VALUES ($1, $2, 'bench')",
      [id, deviceId],
    );
    await owner.query(
      "INSERT INTO webhook_tokens (tenant_id, device_id, token_hash) VALUES ($1, $2, $3)",
      [id, deviceId, Buffer.from(hashToken(token))],
    );
  }
  return targets.map(({ host, token }) => ({ host, token }));
}

async function startServer(ownerUrl: string, secret: string, works: "all" | "inbox" | "no") {
  const child = Bun.spawn([process.execPath, here("webhook-server.ts"), ownerUrl, secret, works], {
    ...{ stdout: "ignore", stderr: "pipe" },
    env: { ...process.env, ...runtimeSettings, LOG_LEVEL: "info" },
  });
  const decoder = new TextDecoder();
  for await (const chunk of child.stderr) {
    const port = /port (\d+)/.exec(decoder.decode(chunk))?.[1];
    if (port) return { port: Number(port), stop: () => stop(child) };
  }
  throw new Error("the server did not start");
}

async function stop(child: Bun.Subprocess): Promise<void> {
  child.kill("SIGKILL");
  await child.exited;
}

async function insertRate(owner: pg.Client, url: string, seconds: number): Promise<number> {
  await owner.query("CREATE TABLE bench_events (LIKE webhook_events INCLUDING ALL)");
  let best = 0;
  for (const connections of ["8", "32"]) {
    const command = [process.execPath, here("insert-rate.ts"), url, String(seconds), connections];
    const rate = Number(await outputOf([...command, BODY]));
    console.log(`PostgreSQL, one row a commit, ${connections} connections: ${count(rate)} rows/s`);
    best = Math.max(best, rate);
  }
  await owner.query("DROP TABLE bench_events");
  return best;
}

const rowsIn = async (owner: pg.Client, sql: string) =>
  Number(
    (await owner.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${sql}`)).rows[0]?.rows,
  );

const FOLLOW_UPS =
  "graphile_worker._private_jobs WHERE task_id = (SELECT id FROM graphile_worker._private_tasks WHERE identifier = 'followUpContacts')";

/** @returns the exit code: 1 when an answer of 200 was false. */
export async function run(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  const seconds = args[0] === "--seconds" ? Number(args[1]) : 10;
  const folder = await mkdtemp(join(tmpdir(), "autoleads-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
  const owner = new pg.Client({ connectionString: postgres.ownerUrl });
  try {
    await migrate(postgres.ownerUrl);
    const secret = newToken();
    await ensureKeys(postgres.ownerUrl, secret);
    await owner.connect();
    const targets = await addDealerships(owner);
    const raw = await insertRate(owner, postgres.ownerUrl, Math.min(seconds, 5));
    const isTrue = await measureIntake(owner, {
      ownerUrl: postgres.ownerUrl,
      secret,
      targets,
      seconds,
      raw,
    });
    const isWorked = await measureWork(
      owner,
      {
        ownerUrl: postgres.ownerUrl,
        secret,
        targets,
        seconds,
      },
      args.includes("--jobs") ? "all" : "inbox",
    );
    return isTrue && isWorked ? 0 : 1;
  } finally {
    await owner.end().catch(() => {});
    await postgres.release();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Stage {
  ownerUrl: string;
  secret: string;
  targets: Load["targets"];
  seconds: number;
}

async function measureIntake(owner: pg.Client, stage: Stage & { raw: number }): Promise<boolean> {
  const { ownerUrl, secret, targets, seconds, raw } = stage;
  const server = await startServer(ownerUrl, secret, "no");
  const load = { port: server.port, targets, connections: CONNECTIONS };
  await post({ ...load, seconds: 2, rate: 0, first: 0 });
  await owner.query("TRUNCATE webhook_events");
  const most = await post({ ...load, seconds, rate: 0, first: 1_000_000 });
  const accepted = most.statuses["200"] ?? 0;
  const kept = await rowsIn(owner, "webhook_events");
  const rate = accepted / most.seconds;
  console.log(
    `Accepted, with nothing worked in: ${count(rate)} messages/s, ${(rate / raw).toFixed(2)} times PostgreSQL's rate; ${answered(most)}; ${refused(most)}`,
  );
  console.log(
    `Answers of 200: ${accepted}; rows committed: ${kept}${kept === accepted ? "" : "  DIFFERENT"}`,
  );
  const half = await post({ ...load, seconds, rate: rate / 2, first: 10_000_000 });
  console.log(`At half of it, ${count(rate / 2)} messages/s: ${answered(half)}; ${refused(half)}`);
  await server.stop();
  await owner.query("TRUNCATE webhook_events");
  return kept === accepted;
}

/** Waits until all is worked in, half a minute at the most. */
async function drained(owner: pg.Client): Promise<void> {
  const until = performance.now() + 30_000;
  while ((await rowsIn(owner, "webhook_events")) > 0 && performance.now() < until) {
    await Bun.sleep(50);
  }
}

async function measureWork(
  owner: pg.Client,
  stage: Stage,
  works: "all" | "inbox",
): Promise<boolean> {
  const doing = works === "all" ? "which does them too" : "which leaves the jobs to others";
  console.log(
    `Worked in to lead, message and follow-up job by the process that accepts, ${doing}:`,
  );
  const { ownerUrl, secret, targets, seconds } = stage;
  const server = await startServer(ownerUrl, secret, works);
  const load = { port: server.port, targets, connections: CONNECTIONS };
  await post({ ...load, seconds: 3, rate: SUSTAINED / 2, first: 100_000_000 });
  await drained(owner);
  const before = await rowsIn(owner, "messages");
  const started = performance.now();
  const posting = post({ ...load, seconds, rate: SUSTAINED, first: 200_000_000 });
  for (let second = 1; second <= seconds; second += 1) {
    await Bun.sleep(Math.max(0, started + second * 1000 - performance.now()));
    const waiting = await rowsIn(owner, "webhook_events");
    const stored = (await rowsIn(owner, "messages")) - before;
    const jobs = await rowsIn(owner, FOLLOW_UPS);
    console.log(
      `${String(second).padStart(3)} s: ${count(stored)} messages with lead and job; ${count(waiting)} events and ${count(jobs)} jobs wait`,
    );
  }
  const sent = await posting;
  const accepted = sent.statuses["200"] ?? 0;
  console.log(
    `Accepted while working in: ${count(accepted / sent.seconds)} messages/s; ${answered(sent)}; ${refused(sent)}`,
  );
  await drained(owner);
  const stored = (await rowsIn(owner, "messages")) - before;
  const took = (performance.now() - started) / 1000;
  console.log(
    `Worked in: ${stored} of ${accepted} in ${took.toFixed(1)} s, ${count(stored / took)} messages/s${stored === accepted ? "" : "  DIFFERENT"}`,
  );
  await server.stop();
  return stored === accepted;
}
