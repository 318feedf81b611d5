import { type Database, TIME_LIMITS, WATCH } from "./database.ts";
import { WatchedPool } from "./watched-pool.ts";

/** What the gateway posted, as it is kept until it is worked in. */
export interface PostedEvent {
  tenantId: string;
  /** Of the token in the address it was posted to. */
  tokenHash: Uint8Array;
  /** A UUIDv7. */
  id: string;
  kind: "message" | "status" | "device" | "submission";
  contentType: string;
  /** Without NUL. */
  body: string;
  receivedAt: Date;
}

export interface EventDoor {
  /**
   * Keeps events of any dealerships in one commit.
   * @returns the ids of those that are kept: the others' tokens are good for nothing.
   */
  accept(events: PostedEvent[]): Promise<Set<string>>;
  close(): Promise<void>;
}

const ACCEPT = {
  name: "accept_events",
  text: "SELECT id FROM accept_events($1, $2, $3, $4, $5, $6, $7)",
};

/** An array as PostgreSQL reads it, of values that need no escaping: the driver would look at each character. */
const plainArray = (values: string[]): string => `{${values.join()}}`;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/**
 * The one way in for what the gateway posts, over connections of its own, so that requests which
 * hold all others keep no message out. Nothing connects before the first event.
 */
export function openEventDoor(database: Database, url: string, connections: number): EventDoor {
  const pool = new WatchedPool(database[WATCH], {
    ...{ connectionString: url, max: connections, application_name: "autoleads intake" },
    connectionTimeoutMillis: TIME_LIMITS.connect,
    statement_timeout: TIME_LIMITS.statement,
    query_timeout: TIME_LIMITS.query,
  });
  pool.on("error", () => {}).on("connect", (connection) => connection.on("error", () => {}));
  return {
    accept: async (events) => {
      const { rows } = await pool.query<{ id: string }>({
        ...ACCEPT,
        values: [
          plainArray(events.map(({ tenantId }) => tenantId)),
          plainArray(events.map(({ tokenHash }) => `"\\\\x${hex(tokenHash)}"`)),
          plainArray(events.map(({ id }) => id)),
          plainArray(events.map(({ kind }) => kind)),
          events.map(({ contentType }) => contentType),
          events.map(({ body }) => body),
          plainArray(events.map(({ receivedAt }) => receivedAt.toISOString())),
        ],
      });
      return new Set(rows.map(({ id }) => id));
    },
    close: () => pool.end(),
  };
}
