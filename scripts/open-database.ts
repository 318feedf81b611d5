import { resolve } from "node:path";
import { type Config, ConfigError, loadConfig } from "../src/config.ts";
import { migrate } from "../src/db/index.ts";
import { startEmbeddedPostgres } from "../src/infra/embedded-postgres/index.ts";
import { createLogger, type Logger } from "../src/infra/logger.ts";

export interface OperatorDatabase {
  config: Config;
  log: Logger;
  /** The database as its owner. */
  ownerUrl: string;
  /** Leaves the database; an embedded one stops with its last user. */
  close(): Promise<void>;
}

/** What web processes may take, 40 each, and some for commands beside them. */
const connectionsOf = (webProcesses: number) => Math.max(100, 40 + 40 * webProcesses);

type Report = (step: string, milliseconds: number) => void;

/** Lets a command that is interrupted leave the database as it should. */
export function closeOnSignal(close: () => Promise<void>): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void close().finally(() => process.exit(130)));
  }
}

/**
 * The installation's database, brought up to the newest migration: that of DATABASE_URL, or the
 * embedded one under DATA_DIR, which is joined when it runs and started when it does not.
 * Settings that are wrong end the process with the list of them, and a database that cannot be
 * opened with the reason.
 */
export async function openForOperator(report: Report = () => {}): Promise<OperatorDatabase> {
  const config = settings();
  const log = createLogger(config.LOG_LEVEL);
  try {
    return { config, log, ...(await openDatabase(config, report)) };
  } catch (error) {
    log.debug({ err: error }, "the database could not be opened");
    console.error(`\nThe database could not be opened: ${(error as Error).message}`);
    process.exit(1);
  }
}

async function openDatabase(config: Config, report: Report) {
  const embedded = config.DATABASE_URL
    ? null
    : await startEmbeddedPostgres({
        ...{ dataDir: resolve(config.DATA_DIR), report },
        settings: { max_connections: String(connectionsOf(config.WEB_CONCURRENCY)) },
      });
  const ownerUrl = config.DATABASE_URL ?? embedded?.ownerUrl ?? "";
  const close = async () => embedded?.release();
  try {
    const started = performance.now();
    const applied = await migrate(ownerUrl);
    const step = applied.length > 0 ? `apply migrations: ${applied.length}` : "check migrations";
    report(step, performance.now() - started);
  } catch (error) {
    await close();
    throw error;
  }
  return { ownerUrl, close };
}

function settings(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
