/** `bun run bench listings`: what a dealership's page costs, as ratios measured in one run. */
import { parseArgs } from "node:util";
import { closeOnSignal } from "../open-database.ts";
import { report } from "./listings/report.ts";
import type { RowResult, RowRun } from "./listings/row.ts";
import { cached, unchangedAndBrotli } from "./listings/rows/against-bare.ts";
import { againstNginx } from "./listings/rows/against-nginx.ts";
import { growth } from "./listings/rows/growth.ts";
import { memory } from "./listings/rows/memory.ts";
import { besidePeers } from "./listings/rows/peers.ts";
import { tail } from "./listings/rows/tail.ts";
import { uncached } from "./listings/rows/uncached.ts";
import { openStage, type Plan } from "./listings/stage.ts";
import { outcomeOf } from "./listings/verdict.ts";

const HELP = `Usage: bun run bench listings [options]

Starts a PostgreSQL, a Redis when redis-server is there and the product as an operator starts it,
fills it with 20 dealerships of 1,000 cars and one of 100,000, and asks it for listings over HTTP,
by wrk when it is there. What it is held against runs by turns with it. The table gives the median
ratio of the rounds and its spread. Ends with 1 when a bar is missed or could not be measured.

  1  a cached listing ÷ a bare handler with the same bytes and headers    ≥ 0.8
  2  304 and brotli answers, likewise                                     ≥ 0.8
  3  a cached listing ÷ nginx proxy_cache + PostgREST, per core           ≥ 1
  4  an uncached listing ÷ the same SQL by plain pg                       ≥ 0.85
     and ÷ PostgREST                                                      ≥ 2.5
  5  p99 ÷ p50 at 70 % of the most                                        ≤ 4
  6  p95 at 10,000 tenants ÷ at 1, and at 100,000 cars of one ÷ at 1,000,
     cached                                                               ≤ 1.5
     uncached                                                             ≤ 3
  7  growth of memory in 1,000,000 distinct addresses ÷ the cache's limit ≤ 1.2
  8  peers, in a table of their own

3, 4 and 8 install PostgREST, Express, Fastify and Directus by npm into a folder that is thrown away;
3 and 8 need nginx.

  --only N,N,…  these rows alone
  --rounds N    5 unless told
  --seconds N   of each measurement; 4 unless told
  --urls N      of row 7; 1,000,000 unless told`;

const ROWS: Record<string, RowRun> = {
  ...{ 1: cached, 2: unchangedAndBrotli, 3: againstNginx, 4: uncached },
  ...{ 5: tail, 6: growth, 7: memory, 8: besidePeers },
};

function parse(args: string[]) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args,
    options: {
      only: { ...text, default: Object.keys(ROWS).join() },
      rounds: { ...text, default: "5" },
      seconds: { ...text, default: "4" },
      urls: { ...text, default: "1000000" },
      help: { type: "boolean", short: "h" },
    },
  });
  const plan: Plan = {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    urls: Number(values.urls),
  };
  const only = values.only.split(",");
  const isRight =
    Object.values(plan).every((number) => Number.isInteger(number) && number > 0) &&
    only.every((row) => row in ROWS);
  return { plan, only, isHelp: values.help ?? false, isRight };
}

/** A row that broke off leaves the others as they are. */
function failed(row: string, { message }: Error): RowResult {
  const figures = message.replaceAll(/\s+/g, " ");
  console.error(`row ${row} broke off: ${figures}`);
  const verdict = { row: Number(row), what: "broke off", ratios: [], bar: { least: 1 }, figures };
  return { verdicts: [verdict] };
}

/** @returns the exit code. */
export async function run(args: string[]): Promise<number> {
  const { plan, only, isHelp, isRight } = parse(args);
  if (isHelp || !isRight) {
    console[isHelp ? "log" : "error"](HELP);
    return isHelp ? 0 : 1;
  }
  const stage = await openStage(plan);
  // Ctrl-C arrives twice, from the terminal and from `bun run`; the second one is an echo.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});
  closeOnSignal(stage.close);
  const results: RowResult[] = [];
  try {
    for (const row of only) {
      const started = performance.now();
      const onRound = (round: number) =>
        console.error(`row ${row}, round ${round} of ${plan.rounds}`);
      const result = await ROWS[row]?.(stage, onRound).catch((error: Error) => failed(row, error));
      if (result) results.push(result);
      console.error(`row ${row} took ${Math.round((performance.now() - started) / 1000)} s`);
    }
  } finally {
    await stage.close();
  }
  console.log(report(results, ["bun run bench listings", ...args].join(" ")));
  const verdicts = results.flatMap((result) => result.verdicts);
  return verdicts.every((verdict) => outcomeOf(verdict) === "met") ? 0 : 1;
}
