import { Client, DatabaseError } from "pg";
import { OWNER } from "./initialise-cluster.ts";

const DATABASE = "autoleads";
const ANSWER_MS = 5_000;
const CREATE_MS = 60_000;
const CANNOT_CONNECT_NOW = "57P03";
const WRONG_PASSWORD = "28P01";
const ALREADY_THERE = ["42P04", "23505"];

/** Address of the cluster's own database for its owner. */
export function writeOwnerUrl(port: number, password: string): string {
  return `postgresql://${OWNER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/**
 * Whether a server answers within 5 s, be it with an error other than that it can't yet.
 * @throws Error when it refuses the password
 */
export async function answersQuery(port: number, password: string): Promise<boolean> {
  try {
    await query(port, password, "select 1", ANSWER_MS);
    return true;
  } catch (error) {
    const code = error instanceof DatabaseError ? error.code : undefined;
    if (code === WRONG_PASSWORD) {
      throw new Error(
        "The running PostgreSQL refuses the password kept beside its cluster: restore both from " +
          "the same backup.",
      );
    }
    return code !== undefined && code !== CANNOT_CONNECT_NOW;
  }
}

/** Creates the database when it is absent; tells whether it did. */
export async function ensureDatabase(port: number, password: string): Promise<boolean> {
  const found = await query(
    port,
    password,
    `select 1 from pg_database where datname = '${DATABASE}'`,
    CREATE_MS,
  );
  if (found > 0) return false;
  const create = `create database ${DATABASE} encoding 'UTF8' template template0`;
  try {
    await query(port, password, create, CREATE_MS);
    return true;
  } catch (error) {
    // The backend of a process killed meanwhile was still creating it, and has finished.
    if (error instanceof DatabaseError && ALREADY_THERE.includes(error.code ?? "")) return false;
    throw error;
  }
}

/** Runs a statement in the maintenance database; returns the number of rows. */
async function query(
  port: number,
  password: string,
  sql: string,
  timeoutMs: number,
): Promise<number> {
  const client = new Client({
    host: "127.0.0.1",
    port,
    user: OWNER,
    password,
    database: "postgres",
    ssl: false,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // A server that dies meanwhile makes the query fail; the event must have a listener besides.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rowCount ?? 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}
