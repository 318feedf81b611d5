/** `bun run import`: takes a file of stock into one dealership. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { ZodError } from "zod";
import {
  appUrl,
  type Database,
  findTenant,
  isDatabaseUnavailable,
  NO_ORIGIN,
  openDatabase,
  withTenant,
} from "../src/db/index.ts";
import { readStockFile } from "../src/domain/cars/import/read-stock-file.ts";
import { rehearseImport } from "../src/domain/cars/import/rehearse-import.ts";
import type { StockSource } from "../src/domain/cars/import/stock-file.ts";
import { DomainError } from "../src/domain/errors.ts";
import { importByCommand } from "../src/domain/imports/import-by-command.ts";
import { readHeader } from "../src/domain/imports/read-header.ts";
import { readingOf } from "../src/domain/imports/remembered-columns.ts";
import { undoLastImport } from "../src/domain/imports/undo-last-import.ts";
import type { EnterTenant } from "../src/domain/staff/enter-tenant.ts";
import { type ImportArguments, readArguments, UsageError } from "./import-arguments.ts";
import { HELP } from "./import-help.ts";
import { chooseRejectedFile, writeRejected } from "./import-rejected-file.ts";
import { describeImport, describeUndo, type ImportRun, importSummary } from "./import-report.ts";
import { closeOnSignal, type OperatorDatabase, openForOperator } from "./open-database.ts";
import { createProgressBar } from "./progress-bar.ts";

/** Milliseconds that one import may take; a million rows need some minutes. */
const TIME_LIMIT = 30 * 60_000;

let operator: OperatorDatabase | undefined;
let database: Database | undefined;
try {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted) {
    const target = wanted.undo ? "" : await chooseRejectedFile(wanted);
    operator = await openForOperator();
    closeOnSignal(operator.close);
    database = openDatabase({
      url: appUrl(operator.ownerUrl),
      statementTimeout: TIME_LIMIT,
      connections: 2,
    });
    const enter = await enterAsOperator(database, operator, wanted.tenant);
    if (wanted.undo) {
      const report = await enter(undoLastImport);
      console.log(wanted.json ? JSON.stringify(report, null, 2) : describeUndo(report));
    } else {
      const run = await runImport(enter, wanted, target);
      console.log(wanted.json ? JSON.stringify(importSummary(run), null, 2) : describeImport(run));
      if (run.outcome.isRefused) process.exitCode = 1;
    }
  } else console.log(HELP);
} catch (error) {
  const problem = understood(error);
  if (problem === null) throw error;
  console.error(problem);
  process.exitCode = 1;
} finally {
  await database?.close();
  await operator?.close();
}
process.exit();

/** @throws UsageError when there is no such dealership. */
async function enterAsOperator(
  database: Database,
  { log }: OperatorDatabase,
  slug: string,
): Promise<EnterTenant> {
  const tenant = await findTenant(database, { slug });
  if (tenant?.slug !== slug) {
    throw new UsageError(`There is no dealership called ${slug}. List them: bun run tenant list`);
  }
  const actor = { kind: "operator" as const };
  return (work) =>
    withTenant(database, { tenant, actor, origin: NO_ORIGIN, now: new Date(), log }, work);
}

async function runImport(
  enter: EnterTenant,
  { tenant, path, options: given, mode, dryRun }: ImportArguments,
  target: string,
): Promise<ImportRun> {
  const progress = createProgressBar();
  const source: StockSource = () => createReadStream(path);
  const onProgress = progress.show;
  try {
    const started = performance.now();
    const { header } = await readHeader(source, given);
    const options = await enter((scope) => readingOf(scope, header, given));
    const file = await readStockFile(source, options, { now: new Date(), onProgress });
    const read = performance.now();
    const whole = { name: basename(path), bytes: (await stat(path)).size, header, options, mode };
    const outcome = await enter((scope) =>
      dryRun
        ? rehearseImport(scope, file, { mode })
        : importByCommand(scope, file, whole, onProgress),
    );
    return {
      ...{ tenant, path, dryRun, file, outcome },
      readSeconds: (read - started) / 1_000,
      writeSeconds: (performance.now() - read) / 1_000,
      rejectedPath: await writeRejected(target, source, outcome.rejections, options),
    };
  } finally {
    progress.end();
  }
}

/** What to tell of an error that somebody can put right; null for any other. */
function understood(error: unknown): string | null {
  if (error instanceof UsageError || error instanceof DomainError) return error.message;
  if (error instanceof ZodError) {
    return error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n");
  }
  if (isDatabaseUnavailable(error)) {
    return `Nothing was imported: the database does not answer (${(error as Error).message}).`;
  }
  const { code } = error as { code?: string };
  return code === "EACCES" || code === "EPERM" ? (error as Error).message : null;
}
