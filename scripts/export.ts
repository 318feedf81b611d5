/** `bun run export`: writes the stock of one dealership to a file. */
import { open, rename, rm, stat } from "node:fs/promises";
import {
  appUrl,
  type Database,
  findTenant,
  isDatabaseUnavailable,
  NO_ORIGIN,
  openDatabase,
  withTenant,
} from "../src/db/index.ts";
import { beginExport } from "../src/domain/cars/export/begin-export.ts";
import { exportStock } from "../src/domain/cars/export/export-stock.ts";
import { readExportedCars } from "../src/domain/cars/export/read-exported-cars.ts";
import { type ExportArguments, HELP, readArguments, UsageError } from "./export-arguments.ts";
import { closeOnSignal, type OperatorDatabase, openForOperator } from "./open-database.ts";
import { createProgressBar } from "./progress-bar.ts";
import { refusalOf } from "./refusal.ts";

/** Milliseconds a statement may take: a rare car may be the last of a million. */
const TIME_LIMIT = 5 * 60_000;

let operator: OperatorDatabase | undefined;
let database: Database | undefined;
try {
  const wanted = readArguments(process.argv.slice(2));
  if (wanted) {
    await assertTarget(wanted);
    operator = await openForOperator();
    closeOnSignal(async () => {
      if (wanted.out) await rm(partOf(wanted.out), { force: true });
      await operator?.close();
    });
    database = openDatabase({
      url: appUrl(operator.ownerUrl),
      statementTimeout: TIME_LIMIT,
      connections: 2,
    });
    console.error(await runExport(database, operator, wanted));
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

async function assertTarget({ out, overwrite, query }: ExportArguments): Promise<void> {
  if (out === null) {
    if (query.format === "csv" || !process.stdout.isTTY) return;
    throw new UsageError("A workbook is not for the terminal; name a file by --out.");
  }
  const found = await stat(out).catch(() => null);
  if (found && !found.isFile()) throw new UsageError(`${out} is not a file; name one by --out.`);
  if (found && !overwrite) throw new UsageError(`There is a file ${out}; say --overwrite.`);
}

/** @returns what was written, in words. */
async function runExport(
  database: Database,
  { log }: OperatorDatabase,
  { tenant: slug, query, out }: ExportArguments,
): Promise<string> {
  const tenant = await findTenant(database, { slug });
  if (tenant?.slug !== slug) {
    throw new UsageError(`There is no dealership called ${slug}. List them: bun run tenant list`);
  }
  const started = performance.now();
  const context = {
    ...{ tenant, actor: { kind: "operator" as const }, origin: NO_ORIGIN, now: new Date(), log },
  };
  const begun = await withTenant(database, context, (scope) => beginExport(scope, query));
  const progress = createProgressBar();
  let cars = 0;
  const read = (after: string | null) =>
    withTenant(database, context, (scope) => readExportedCars(scope, query, after));
  const parts = exportStock(query.format, begun, read, (more) => {
    cars += more;
    progress.show("exporting", cars, Math.max(cars, begun.total));
  });
  try {
    await (out === null ? print(parts) : save(parts, out));
  } finally {
    progress.end();
  }
  const seconds = (performance.now() - started) / 1_000;
  const speed = Math.round(cars / Math.max(seconds, 0.001)).toLocaleString("en");
  const target = out ?? "the standard output";
  return `Exported ${cars.toLocaleString("en")} cars of ${slug} to ${target} in ${seconds.toFixed(2)} s, ${speed} rows/s.`;
}

/** The file while it is written. */
function partOf(out: string): string {
  return `${out}.part`;
}

async function save(parts: AsyncIterable<Uint8Array>, out: string): Promise<void> {
  const file = await open(partOf(out), "w");
  try {
    for await (const part of parts) await file.write(part);
    await file.close();
    await rename(partOf(out), out);
  } catch (error) {
    await file.close();
    await rm(partOf(out), { force: true });
    throw error;
  }
}

async function print(parts: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const part of parts) await Bun.write(Bun.stdout, part);
}

/** What to tell of an error that somebody can put right; null for any other. */
function understood(error: unknown): string | null {
  if (error instanceof UsageError) return error.message;
  if (isDatabaseUnavailable(error)) {
    return `Nothing was exported: the database does not answer (${(error as Error).message}).`;
  }
  const { code } = error as { code?: string };
  const isFileFault = ["EACCES", "EPERM", "ENOENT", "ENOTDIR", "ENOSPC", "EROFS"].includes(
    code ?? "",
  );
  return isFileFault ? (error as Error).message : refusalOf(error);
}
