import { Prisma } from "./generated/client.ts";

/** Prisma's own: unreachable, timed out, closed, pool exhausted, transaction not started or lost. */
const UNAVAILABLE_CODES = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
const UNAVAILABLE_KINDS = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TooManyConnections",
  "TransactionWriteConflict",
]);
/** Connection, resources, shutdown, time limit, lock, serialisation and deadlock failures. */
const UNAVAILABLE_SQLSTATE = /^(08\w{3}|53\w{3}|57P0[1-5]|57014|25P0[34]|55P03|40001|40P01)$/;
/** Of a connection that the driver lost or never had. */
const UNREACHABLE =
  /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN|NOTFOUND)$/;
/** What the driver throws without a code. */
const UNAVAILABLE_TEXT =
  /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Cannot use a pool after)/;

interface AdapterCause {
  kind?: string;
  originalCode?: string;
  table?: string;
  constraint?: { index?: string };
}

function adapterCause(error: unknown): AdapterCause | undefined {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) {
    return (error as { cause?: AdapterCause }).cause;
  }
  const meta = error.meta as { driverAdapterError?: { cause?: AdapterCause } } | undefined;
  return meta?.driverAdapterError?.cause;
}

/** True when the database could not be reached or was too slow, so that a repeat may succeed. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = adapterCause(error);
  const { code = "" } = error as { code?: string };
  return (
    UNAVAILABLE_CODES.has(code) ||
    UNAVAILABLE_SQLSTATE.test(code) ||
    UNREACHABLE.test(code) ||
    UNAVAILABLE_KINDS.has(cause?.kind ?? "") ||
    UNAVAILABLE_SQLSTATE.test(cause?.originalCode ?? "") ||
    UNAVAILABLE_TEXT.test(error.message)
  );
}

/** Values that a column or a constraint takes from nobody. */
const REFUSED_SQLSTATE = /^2[23]/;

/** True when what was to be stored is refused for what it is, so that a repeat is refused too. */
export function isRefusedByDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code = "" } = error as { code?: string };
  return REFUSED_SQLSTATE.test(adapterCause(error)?.originalCode ?? code);
}

/** True when PostgreSQL ended the transaction for the sake of another, which may be done by now. */
export function isDeadlock(error: unknown): boolean {
  const cause = error instanceof Error ? adapterCause(error) : undefined;
  return cause?.kind === "TransactionWriteConflict" || cause?.originalCode === "40P01";
}

/**
 * The columns of the unique key that a write ran into, as its name tells them without tenant_id
 * (slug, display_code …); null when the error is of another kind.
 */
export function uniqueViolation(error: unknown): string | null {
  const cause = error instanceof Error ? adapterCause(error) : undefined;
  if (cause?.originalCode !== "23505") return null;
  const index = cause.constraint?.index ?? "";
  const columns = index.startsWith(`${cause.table}_`)
    ? index.slice(`${cause.table}_`.length)
    : index;
  return columns.replace(/^tenant_id_/, "").replace(/_key$/, "");
}
