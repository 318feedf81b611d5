/** `bun run bench growth`: the same pages at a thousand leads and at a million. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { createApp } from "../../src/app.ts";
import { loadConfig } from "../../src/config.ts";
import { migrate } from "../../src/db/index.ts";
import { createDeps } from "../../src/deps.ts";
import { ensureKeys } from "../../src/domain/keys/ensure-keys.ts";
import { startEmbeddedPostgres } from "../../src/infra/embedded-postgres/index.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { newToken } from "../../src/infra/secrets.ts";
import { closeOnSignal } from "../open-database.ts";
import { createProgressBar } from "../progress-bar.ts";
import { logIn, openGrown } from "./growth-dealership.ts";
import { grow, leadId, MESSAGES_OF_ONE, rowsOf, withoutIndexes } from "./growth-rows.ts";
import { measurePages, type Pages } from "./measure-pages.ts";

const HELP = `Usage: bun run bench growth [--small N] [--large N] [--requests N]

Fills a throw-away database with a dealership of N leads, ten messages each, among ten others of a
thousand; measures the inbox and the lead's pages over HTTP in this process, lets the dealership
grow, and measures again. Ends with 1 when a page's p95 grew by more than half.

  --small N     leads at first; 1,000 unless told
  --large N     leads at last; 1,000,000 unless told
  --requests N  of each page; 300 unless told`;

const BAR = 1.5;
const OTHERS = 10;
/** Milliseconds below which two p95 are alike, whatever their ratio: the clock's and the machine's noise. */
const NOISE = 0.5;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      small: { type: "string", default: "1000" },
      large: { type: "string", default: "1000000" },
      requests: { type: "string", default: "300" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const [small, large, requests] = [values.small, values.large, values.requests].map(Number);
  if (!small || !large || !requests || large <= small) {
    console.error(HELP);
    return 1;
  }
  const folder = await mkdtemp(join(tmpdir(), "autoleads-bench-"));
  const settings = { shared_buffers: "512MB", maintenance_work_mem: "512MB", max_wal_size: "8GB" };
  const postgres = await startEmbeddedPostgres({
    ...{ dataDir: join(folder, "database"), durable: false, settings },
  });
  const clean = async () => {
    await postgres.release();
    await rm(folder, { recursive: true, force: true });
  };
  closeOnSignal(clean);
  try {
    return await compare(postgres.ownerUrl, { small, large, requests });
  } finally {
    await clean();
  }
}

interface Sizes {
  small: number;
  large: number;
  requests: number;
}

async function compare(ownerUrl: string, { small, large, requests }: Sizes): Promise<number> {
  await migrate(ownerUrl);
  const rootSecret = newToken();
  await ensureKeys(ownerUrl, rootSecret);
  const owner = new pg.Client({ connectionString: ownerUrl });
  // The server may be stopped under it.
  owner.on("error", () => {});
  await owner.connect();
  // The rows fit together by themselves; checking each reference would take the longest.
  await owner.query("SET session_replication_role = replica");
  const deps = createDeps({
    ...{ ownerUrl, rootSecret, log: createLogger("error") },
    config: loadConfig({ NODE_ENV: "test" }),
  });
  const app = createApp(deps);

  for (let n = 0; n < OTHERS; n += 1) {
    await grow(owner, await openGrown(owner, ownerUrl, `other-${n}`), { first: 1, last: 1_000 });
  }
  const dealership = await openGrown(owner, ownerUrl, "grown");
  const readers = {
    owner: await logIn(owner, deps, dealership, dealership.ownerId),
    sales: await logIn(owner, deps, dealership, dealership.staff[0] ?? ""),
  };
  const measure = async (leads: number): Promise<Pages> => {
    await owner.query("VACUUM (ANALYZE) leads, conversations, messages");
    await owner.query("CHECKPOINT");
    console.log(
      `${leads.toLocaleString("en")} leads, ${(leads * MESSAGES_OF_ONE).toLocaleString("en")} messages`,
    );
    return measurePages({
      ...{ app, deps, host: "grown.localhost", readers, requests },
      lead: () => leadId(1 + Math.floor(Math.random() * leads)),
    });
  };

  await grow(owner, dealership, { first: 1, last: small });
  const before = await measure(small);
  const bar = createProgressBar();
  const began = performance.now();
  await withoutIndexes(owner, async () => {
    await grow(owner, dealership, { first: small + 1, last: large }, (done) =>
      bar.show("growth", done, rowsOf(large - small)),
    );
    bar.end();
  });
  console.log(`  grown in ${Math.round((performance.now() - began) / 1000)} s`);
  const after = await measure(large);
  await deps.close();
  await owner.end();
  return report(before, after);
}

/** Prints both, and the ratio of their p95. @returns the exit code. */
function report(before: Pages, after: Pages): number {
  const number = (value: number) => value.toFixed(1).padStart(8);
  console.log(
    "\nmilliseconds".padEnd(38),
    "p50 then",
    " p95 then",
    " p50 now",
    "  p95 now",
    "   p95 ratio",
  );
  let missed = 0;
  for (const [name, small] of Object.entries(before)) {
    const large = after[name];
    if (!large) continue;
    const ratio = large.p95 / small.p95;
    const isWithin = ratio <= BAR || large.p95 - small.p95 <= NOISE;
    if (!isWithin) missed += 1;
    const figures = [small.p50, small.p95, large.p50, large.p95].map(number).join(" ");
    console.log(name.padEnd(36), figures, `${number(ratio)} ${isWithin ? "" : ` over ${BAR}`}`);
  }
  console.log(missed === 0 ? `\nAll within ${BAR} times.` : `\n${missed} beyond ${BAR} times.`);
  return missed === 0 ? 0 : 1;
}
