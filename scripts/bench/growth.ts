/** `bun run bench growth`: the same pages at a thousand leads and at a million. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../../src/infra/embedded-postgres/index.ts";
import { closeOnSignal } from "../open-database.ts";
import { openWorld } from "./growth-world.ts";
import { measurePages, type Pages } from "./measure-pages.ts";

const HELP = `Usage: bun run bench growth [--small N] [--large N] [--requests N]

Fills two throw-away databases with a dealership each, of few leads and of many with ten messages
each, among ten others of a thousand; asks for the inbox and the lead's pages over HTTP in this
process, in both by turns, so that a busy machine slows both alike. Ends with 1 when a page's p95 is
more than half longer where there are many.

  --small N     leads where they are few; 1,000 unless told
  --large N     leads where they are many; 1,000,000 unless told
  --requests N  of each page; 300 unless told`;

const BAR = 1.5;
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
  const few = await openWorld(ownerUrl, "few", small);
  const many = await openWorld(ownerUrl, "many", large);
  console.log(`${requests} requests for each page at each size`);
  const [before = {}, after = {}] = await measurePages([few.site, many.site], requests);
  await few.close();
  await many.close();
  return report(before, after);
}

/** Prints both, and the ratio of their p95. @returns the exit code. */
function report(before: Pages, after: Pages): number {
  const number = (value: number) => value.toFixed(1).padStart(8);
  console.log(
    "\nmilliseconds".padEnd(38),
    " p50 few",
    " p95 few",
    "p50 many",
    "p95 many",
    "p95 ratio",
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
