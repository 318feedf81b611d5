import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { readServerFile } from "../../src/infra/embedded-postgres/server-file.ts";

/** PostgreSQL: too many connections. */
const TOO_MANY = "53300";
const ROUNDS = 40;

export interface DatabaseFaults {
  /** Ends it as `pg_ctl stop -m immediate` does: no checkpoint, sessions cut. Its watcher restarts it. */
  stopImmediately(): Promise<void>;
  /** SIGKILL of the server's first process. */
  kill(): Promise<void>;
  /** SIGSTOP for all of the server's processes until the returned call. */
  freeze(): Promise<() => void>;
  /** Cuts every session of the product, `rounds` times. */
  terminateBackends(): Promise<void>;
  /** Takes every connection there is, also from the product, until the returned call. */
  takeConnections(): Promise<() => Promise<void>>;
  /** Resolves when it answers. */
  answers(): Promise<void>;
}

/** Rounds in a row without a session of the product, and milliseconds between two. */
const [QUIET_ROUNDS, PAUSE] = [5, 20];

const CUT = `SELECT count(pg_terminate_backend(pid))::int AS cut FROM pg_stat_activity
  WHERE usename IN ('autoleads_app', 'autoleads_worker')`;

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A session that is cut tells so in an event; who uses it meanwhile hears of it by the query.
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** What can befall the embedded PostgreSQL of `dataDir`, whose owner's address is `url`. */
export function databaseFaults(dataDir: string, url: string): DatabaseFaults {
  const cluster = join(dataDir, "postgres");
  const postmaster = async () => {
    const state = await readServerFile(cluster);
    if (!state) throw new Error("the database does not run");
    return state.pid;
  };
  const signalOf = (pid: number, signal: NodeJS.Signals) => {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  };
  return {
    stopImmediately: async () => signalOf(await postmaster(), "SIGQUIT"),
    kill: async () => signalOf(await postmaster(), "SIGKILL"),
    freeze: async () => {
      const first = await postmaster();
      signalOf(first, "SIGSTOP");
      const children = (await readFile(`/proc/${first}/task/${first}/children`, "utf8"))
        .split(" ")
        .filter(Boolean)
        .map(Number);
      for (const pid of children) signalOf(pid, "SIGSTOP");
      return () => {
        for (const pid of [...children, first]) signalOf(pid, "SIGCONT");
      };
    },
    terminateBackends: async () => {
      const client = await connect(url);
      await client.query(CUT);
      await client.end();
    },
    takeConnections: async () => {
      const taken: pg.Client[] = [];
      const takeAll = async () => {
        for (;;) {
          const client = await connect(url).catch((error: { code?: string }) => {
            if (error.code === TOO_MANY) return null;
            throw error;
          });
          if (!client) return;
          taken.push(client);
        }
      };
      await takeAll();
      // One that is about to log in holds a connection and has no name yet.
      for (let round = 0, quiet = 0; round < ROUNDS && quiet < QUIET_ROUNDS; round += 1) {
        const cut = await taken[0]?.query<{ cut: number }>(CUT);
        quiet = cut?.rows[0]?.cut === 0 ? quiet + 1 : 0;
        await takeAll();
        await Bun.sleep(PAUSE);
      }
      return async () => {
        await Promise.all(taken.map((client) => client.end().catch(() => {})));
      };
    },
    answers: async () => {
      for (;;) {
        const client = await connect(url).catch(() => null);
        if (client) {
          const answer = await client.query("SELECT 1").catch(() => null);
          await client.end().catch(() => {});
          if (answer) return;
        }
        await Bun.sleep(50);
      }
    },
  };
}
