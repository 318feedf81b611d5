import { EventEmitter } from "node:events";
import { PrismaPg } from "@prisma/adapter-pg";
import { type DatabaseWatch, watchDatabase } from "./database-watch.ts";
import type { TenantRecord } from "./find-tenant.ts";
import { Prisma, PrismaClient } from "./generated/client.ts";
import { WatchedPool } from "./watched-pool.ts";

/** Milliseconds. Each limit is longer than the one inside it, so that the innermost fires first. */
export const TIME_LIMITS = {
  connect: 3_000,
  statement: 5_000,
  query: 6_000,
  transaction: 8_000,
} as const;

/** Reaches the client itself; only files of this folder may use it. */
export const CLIENT = Symbol("prisma client");

/** What transactions announced, told when they have committed; only files of this folder emit. */
export const ANNOUNCED = Symbol("announced");

/** What a transaction may announce: that the inbox of its dealership changed. */
export type Announcement = "live";

/** Reaches what knows whether the database answers; only files of this folder may use it. */
export const WATCH = Symbol("database watch");

export interface Database {
  readonly [CLIENT]: PrismaClient;
  readonly [WATCH]: DatabaseWatch;
  readonly [ANNOUNCED]: EventEmitter;
  /**
   * Has a listener called after each commit of a transaction of this process that announced it.
   * A process that dies in between tells nobody.
   */
  onAnnounced(what: Announcement, listener: (tenant: TenantRecord) => void): void;
  /** @throws when the database does not answer within the time limits. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  url: string;
  /** Connections in the pool. */
  connections?: number;
  /** Milliseconds a statement may run; only long work of an operator raises it. */
  statementTimeout?: number;
}

/** Opens a pool on demand: nothing connects before the first query. */
export function openDatabase(options: DatabaseOptions): Database {
  const statementTimeout = options.statementTimeout ?? TIME_LIMITS.statement;
  const watch = watchDatabase(options.url);
  const pool = new WatchedPool(watch, {
    connectionString: options.url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: TIME_LIMITS.connect,
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + (TIME_LIMITS.query - TIME_LIMITS.statement),
    idle_in_transaction_session_timeout: statementTimeout * 2,
    application_name: "autoleads",
  });
  // A connection that is ended between two listeners of the pool would end the process.
  pool.on("connect", (connection) => connection.on("error", () => {}));
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    errorFormat: "minimal",
    transactionOptions: {
      maxWait: TIME_LIMITS.connect,
      timeout: statementTimeout + (TIME_LIMITS.transaction - TIME_LIMITS.statement),
    },
  });
  const announced = new EventEmitter();
  return {
    [CLIENT]: client,
    [ANNOUNCED]: announced,
    onAnnounced: (what, listener) => void announced.on(what, listener),
    [WATCH]: watch,
    ping: async () => {
      await client.$queryRaw(Prisma.sql`SELECT 1`);
    },
    close: async () => {
      await watch.close();
      await client.$disconnect();
    },
  };
}
