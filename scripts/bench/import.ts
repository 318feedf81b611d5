/** `bun run bench import`: rows of stock a second, beside what PostgreSQL does with the same rows. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  appUrl,
  findTenant,
  migrate,
  NO_ORIGIN,
  openDatabase,
  withTenant,
} from "../../src/db/index.ts";
import { importStock } from "../../src/domain/cars/import/import-stock.ts";
import { readStockFile } from "../../src/domain/cars/import/read-stock-file.ts";
import type { StockSource } from "../../src/domain/cars/import/stock-file.ts";
import { createTenant } from "../../src/domain/tenants/create-tenant.ts";
import { startEmbeddedPostgres } from "../../src/infra/embedded-postgres/index.ts";
import { createLogger } from "../../src/infra/logger.ts";
import { closeOnSignal } from "../open-database.ts";
import { byPostgres } from "./import/by-postgres.ts";
import { stockCsv } from "./import/stock-csv.ts";
import { peakOf } from "./photos/peak-of.ts";

const HELP = `Usage: bun run bench import [--rows N]

Starts a PostgreSQL of its own and imports a CSV of stock as the command line does, and again, when
nothing of it is new. Then the cars that came of it are written once more by plain pg, by COPY and
by INSERT, to a table with the same columns, indexes and checks.

  --rows N  60,000 unless told`;

/** Milliseconds. */
const STATEMENT_LIMIT = 30 * 60_000;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: "string", default: "60000" },
      help: { type: "boolean", short: "h" },
    },
  });
  const rows = Number(values.rows);
  if (values.help || !rows) {
    console.log(HELP);
    return values.help ? 0 : 1;
  }
  const folder = await mkdtemp(join(tmpdir(), "autoleads-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, "database") });
  const clean = async () => {
    await postgres.release();
    await rm(folder, { recursive: true, force: true });
  };
  closeOnSignal(clean);
  try {
    await measure(postgres.ownerUrl, folder, rows);
    return 0;
  } finally {
    await clean();
  }
}

async function measure(ownerUrl: string, folder: string, rows: number): Promise<void> {
  await migrate(ownerUrl);
  const login = {
    name: "Olla Owner",
    email: "owner@bench.test",
    password: "correct horse battery",
  };
  await createTenant(ownerUrl, { slug: "bench", name: "Bench", owner: login }, "localhost");
  const csv = new TextEncoder().encode(stockCsv(rows));
  const file = join(folder, "stock.csv");
  await Bun.write(file, csv);
  console.log(`${rows.toLocaleString("en")} rows, ${(csv.length / 1024 ** 2).toFixed(1)} MB\n`);
  const report = (name: string, seconds: number) =>
    console.log(
      `${name.padEnd(44)} ${seconds.toFixed(1).padStart(7)} s ${Math.round(rows / seconds)
        .toLocaleString("en")
        .padStart(9)} rows/s`,
    );

  const importing = await openImport(ownerUrl, () => Bun.file(file).stream());
  const first = await importing.carryOut();
  report("the file is read and checked", first.read);
  report("its cars are written", first.written);
  report("imported", first.read + first.written);
  console.log(`  created ${first.created}, rejected ${first.rejected}`);
  const again = await importing.carryOut();
  report("imported again, nothing new", again.read + again.written);
  console.log(`  unchanged ${again.unchanged}\n`);
  const peak = await peakOf(process.pid);
  await importing.close();

  const { copy, insert } = await byPostgres(ownerUrl, folder);
  report("the same cars by COPY", copy);
  report("the same cars by INSERT of 1,000", insert);
  const ratio = ((first.read + first.written) / insert).toFixed(1);
  console.log(
    `\nAn import takes ${ratio} times what the INSERTs do; memory ${Math.round(peak)} MB at its peak.`,
  );
}

async function openImport(ownerUrl: string, source: StockSource) {
  const database = openDatabase({
    ...{ url: appUrl(ownerUrl), statementTimeout: STATEMENT_LIMIT, connections: 2 },
  });
  const tenant = await findTenant(database, { slug: "bench" });
  if (!tenant) throw new Error("the dealership is not there");
  const options = { columns: {}, constants: {}, rates: {}, status: "available" as const };
  return {
    carryOut: async () => {
      const now = new Date();
      const log = createLogger("error");
      const context = { tenant, actor: { kind: "operator" as const }, origin: NO_ORIGIN, now, log };
      const started = performance.now();
      const file = await readStockFile(source, options, { now });
      const read = (performance.now() - started) / 1000;
      const outcome = await withTenant(database, context, (scope) => importStock(scope, file));
      const written = (performance.now() - started) / 1000 - read;
      return { ...outcome, read, written, rejected: outcome.rejections.length };
    },
    close: () => database.close(),
  };
}
