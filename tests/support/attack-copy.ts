import pg from "pg";

/** What node-postgres passes to a query in the course of a COPY; its types leave it out. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A statement of which COPY … TO STDOUT is kept and COPY … FROM STDIN is fed. */
class CopyQuery extends pg.Query {
  readonly copied: Buffer[] = [];
  constructor(
    sql: string,
    private readonly input: string,
    done: (error?: Error | null) => void,
  ) {
    super(sql, undefined, done);
  }
  handleCopyData({ chunk }: { chunk: Buffer }) {
    this.copied.push(chunk);
  }
  handleCopyInResponse(connection: CopyConnection) {
    connection.sendCopyFromChunk(Buffer.from(this.input));
    connection.endCopyFrom();
  }
}

/** Runs a COPY and gives what came out of it. */
export function runCopy(client: pg.Client, sql: string, input: string): Promise<string> {
  return new Promise((done, fail) => {
    const query: CopyQuery = new CopyQuery(sql, input, (error) =>
      error ? fail(error) : done(Buffer.concat(query.copied).toString()),
    );
    client.query(query);
  });
}
