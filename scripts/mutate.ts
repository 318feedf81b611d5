/** `bun run mutate`: takes each lock away in turn and sees whether a test notices. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import pg from "pg";
import { migrate } from "../src/db/index.ts";
import { startEmbeddedPostgres } from "../src/infra/embedded-postgres/index.ts";
import { type CheckoutCopy, copyCheckout, type Verdict } from "../tests/mutation/checkout-copy.ts";
import { databaseMutants } from "../tests/mutation/database-mutants.ts";
import { guardMutants } from "../tests/mutation/guard-mutants.ts";
import type { Mutant } from "../tests/mutation/mutant.ts";
import { permissionMutants } from "../tests/mutation/permission-mutants.ts";
import { queryMutants } from "../tests/mutation/query-mutants.ts";

const HELP = `Usage: bun run mutate [--only KIND] [--match TEXT] [--sample N] [--jobs N] [--list]

Takes each lock away in a copy of the checkout (a policy, a grant, a key, a query's tenant, a
permission, a guard), runs the tests that must notice, and prints the table. Ends with 1 when a
mutant survives.

  --only KIND   policy, grant, key, query, permission or guard
  --match TEXT  those whose name holds the text
  --sample N    N of them, spread evenly over all
  --jobs N      how many at once; 2 unless told
  --list        prints what would be taken away`;

const { values } = parse();
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const root = resolve(import.meta.dir, "..");
const mutants = chosen(await allMutants());
if (values.list) {
  for (const { kind, name } of mutants) console.log(`${kind.padEnd(10)}  ${name}`);
  process.exit(0);
}

const verdicts = new Map<Mutant, Verdict>();
const waiting = [...mutants];
const jobs = Array.from({ length: wholeNumber(values.jobs, 2) }, async () => {
  const copy = await copyCheckout(root);
  try {
    await work(copy);
  } finally {
    await copy.remove();
  }
});
await Promise.all(jobs);
printTable();
process.exit([...verdicts.values()].some(({ by }) => by === null) ? 1 : 0);

async function work(copy: CheckoutCopy): Promise<void> {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const verdict = await copy.judge(mutant).catch((error: Error): Verdict => {
      console.error(error.message);
      return { by: null, seconds: 0 };
    });
    verdicts.set(mutant, verdict);
    const fate = verdict.by === null ? "SURVIVED" : "killed  ";
    const progress = `${verdicts.size}/${mutants.length}`.padStart(9);
    console.log(`${progress} ${fate} ${verdict.seconds.toFixed(0).padStart(4)} s  ${mutant.name}`);
  }
}

function printTable(): void {
  console.log("\n| kind | lock taken away | noticed by |\n| --- | --- | --- |");
  for (const mutant of mutants) {
    const by = verdicts.get(mutant)?.by ?? "**nobody**";
    const cell = (text: string) => text.replaceAll("|", "\\|");
    console.log(`| ${mutant.kind} | ${cell(mutant.name)} | ${cell(by)} |`);
  }
  const kinds = [...new Set(mutants.map(({ kind }) => kind))];
  for (const kind of kinds) {
    const ofKind = mutants.filter((mutant) => mutant.kind === kind);
    const killed = ofKind.filter((mutant) => verdicts.get(mutant)?.by !== null).length;
    console.log(`${kind}: ${killed} of ${ofKind.length} killed`);
  }
  const killed = [...verdicts.values()].filter(({ by }) => by !== null).length;
  console.log(`\n${killed} of ${mutants.length} mutants killed`);
}

async function allMutants(): Promise<Mutant[]> {
  const folder = await mkdtemp(join(tmpdir(), "autoleads-catalogue-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, durable: false });
  try {
    await migrate(postgres.ownerUrl);
    const owner = new pg.Client({ connectionString: postgres.ownerUrl });
    await owner.connect();
    const ofDatabase = await databaseMutants(owner);
    await owner.end();
    return [
      ...ofDatabase,
      ...(await queryMutants(root)),
      ...(await permissionMutants(root)),
      ...(await guardMutants(root)),
    ];
  } finally {
    await postgres.release();
    await rm(folder, { recursive: true, force: true });
  }
}

function chosen(all: Mutant[]): Mutant[] {
  const matching = all.filter(
    ({ kind, name }) =>
      (!values.only || kind === values.only) && (!values.match || name.includes(values.match)),
  );
  const size = Math.min(wholeNumber(values.sample, matching.length), matching.length);
  const step = matching.length / Math.max(1, size);
  return Array.from({ length: size }, (_, n) => matching[Math.floor(n * step)]).filter(
    (mutant) => mutant !== undefined,
  );
}

function wholeNumber(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`${text} is not a number of mutants.\n\n${HELP}`);
  process.exit(1);
}

function parse() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      options: {
        ...{ only: text, match: text, sample: text, jobs: text },
        list: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    process.exit(1);
  }
}
