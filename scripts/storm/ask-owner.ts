import pg from "pg";

/** Asks the database as its owner, whom no policy keeps from any row. */
export async function askOwner<Answer>(
  url: string,
  work: (owner: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const owner = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  // A session that is cut tells so in an event; who uses it meanwhile hears of it by the query.
  owner.on("error", () => {});
  try {
    await owner.connect();
    return await work(owner);
  } finally {
    await owner.end().catch(() => {});
  }
}
