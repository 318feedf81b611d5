import pg from "pg";

/** Milliseconds for an answer; a database that takes longer counts as away. */
const ANSWER_LIMIT = 800;
/** Later than any transaction: the first question asks for nothing but where to begin. */
const FROM_NOW_ON = "9223372036854775807";

/** The id is null where nothing changed; the numbers have 64 bits. */
type Row = [id: string | null, version: string | null, horizon: string];

export interface Changes {
  /** Dealerships that changed since the answer before, with the version of their catalogue now. */
  changed: { id: string; version: number }[];
  /** Whether any other may have changed too: nothing is known of the time before this answer. */
  isBeginning: boolean;
}

/** Asks the database what changed since the question before; over each connection anew. */
export interface ChangeSource {
  /** Connects where there is no connection. @throws when there is no answer in time. */
  ask(): Promise<Changes>;
  /** Gives the connection up at once, whatever it waits for. */
  leave(): void;
}

/** @param onNotice called when the database tells of a change, and when the connection is lost. */
export function openChangeSource(url: string, onNotice: () => void): ChangeSource {
  let current: pg.Client | null = null;
  let since = FROM_NOW_ON;
  /** The answer before, which the next one repeats while a transaction of that time still runs. */
  let told = new Map<string, string>();

  function leave(): void {
    // Without the farewell that a database which is frozen would never answer.
    current?.connection.stream.destroy();
    current = null;
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      ...{ connectionString: url, application_name: "autoleads changes" },
      connectionTimeoutMillis: ANSWER_LIMIT,
      statement_timeout: ANSWER_LIMIT,
      query_timeout: ANSWER_LIMIT,
    });
    const lost = () => {
      if (current === client) leave();
      onNotice();
    };
    client.on("error", lost).on("end", lost).on("notification", onNotice);
    current = client;
    // A database that was down may count its transactions from an earlier one.
    since = FROM_NOW_ON;
    told = new Map();
    await client.connect();
    await client.query("LISTEN tenant_changed");
    return client;
  }

  return {
    leave,
    ask: async () => {
      const client = current ?? (await connect());
      const { rows } = await client.query<Row>({
        ...{ name: "changed_tenants", rowMode: "array", values: [since] },
        text: "SELECT id, version, horizon FROM changed_tenants($1)",
      });
      const isBeginning = since === FROM_NOW_ON;
      const answer = new Map<string, string>();
      for (const [id, version] of rows) if (id && version) answer.set(id, version);
      const fresh = [...answer].filter(([id, version]) => told.get(id) !== version);
      told = answer;
      since = rows[0]?.[2] ?? since;
      return {
        changed: fresh.map(([id, version]) => ({ id, version: Number(version) })),
        isBeginning,
      };
    },
  };
}
