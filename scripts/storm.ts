/** `bun run storm`: everything that may befall an installation at once, and whether anything was lost. */
import { parseArgs } from "node:util";
import { closeOnSignal } from "./open-database.ts";
import { createProgressBar } from "./progress-bar.ts";
import { openCluster } from "./storm/cluster.ts";
import { FULL_STORM, type StormPlan } from "./storm/plan.ts";
import { printStorm } from "./storm/print-storm.ts";
import { runStorm } from "./storm/run-storm.ts";

/** Seconds between two kills when their number is given and the seconds are not. */
const SECONDS_A_KILL = 3;

/** One body of so many is one that nobody can read. */
const UNREADABLE_OF = 1_000;

const HELP = `Usage: bun run storm [options]

Raises a PostgreSQL, a Redis, two server processes and a misbehaving WhatsApp gateway of its own,
lets messages come in twice and out of order and staff reply, and meanwhile kills the processes,
stops the database and takes Redis away. Then holds what clients were promised against what is
stored, and ends with 1 when anything was lost, doubled, out of order or left undone.

  --messages N   messages of customers; ${FULL_STORM.messages} unless told
  --devices N    WhatsApp numbers; ${FULL_STORM.devices} unless told
  --tenants N    dealerships; ${FULL_STORM.tenants} unless told
  --replies N    replies of staff; ${FULL_STORM.replies} unless told
  --crowds N     people who write 200 messages more at one moment; ${FULL_STORM.crowds} unless told
  --seconds N    over which they come; ${FULL_STORM.seconds} unless told
  --kills N      SIGKILLs of a process; ${FULL_STORM.kills} unless told
  --settle N     seconds in which all must be done afterwards; ${FULL_STORM.settleWithin} unless told
  --seed N       repeats the same messages and faults; ${FULL_STORM.seed} unless told
  --log          prints what the servers logged`;

const { values } = parse();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const messages = wholeNumber("messages", FULL_STORM.messages);
const kills = wholeNumber("kills", FULL_STORM.kills);
const plan: StormPlan = {
  ...FULL_STORM,
  ...{ kills, messages, unreadable: Math.ceil(messages / UNREADABLE_OF) },
  devices: wholeNumber("devices", FULL_STORM.devices),
  tenants: wholeNumber("tenants", FULL_STORM.tenants),
  replies: wholeNumber("replies", FULL_STORM.replies),
  crowds: wholeNumber("crowds", FULL_STORM.crowds),
  seconds: wholeNumber("seconds", Math.max(FULL_STORM.seconds, kills * SECONDS_A_KILL)),
  settleWithin: wholeNumber("settle", FULL_STORM.settleWithin),
  seed: wholeNumber("seed", FULL_STORM.seed),
};
if (!Bun.which("redis-server")) console.log("There is no redis-server: the storm goes without.");
const bar = createProgressBar();
const cluster = await openCluster();
closeOnSignal(cluster.close);
const result = await runStorm(cluster, plan, bar.show).finally(cluster.close);
bar.end();
if (values.log) console.log(result.output);
printStorm(plan, result);
process.exit(result.checks.some(({ violations }) => violations.length > 0) ? 1 : 0);

function parse() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      options: {
        ...{ messages: text, devices: text, tenants: text, replies: text, seconds: text },
        ...{ kills: text, seed: text, crowds: text, settle: text, log: { type: "boolean" } },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    process.exit(1);
  }
}

function wholeNumber(name: Exclude<keyof typeof values, "help" | "log">, usual: number): number {
  const text = values[name];
  if (text === undefined) return usual;
  if (/^\d{1,7}$/.test(text)) return Number(text);
  console.error(`--${name} must be a whole number\n\n${HELP}`);
  process.exit(1);
}
