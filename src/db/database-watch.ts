import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** Milliseconds between two questions while somebody waits for the database. */
const INTERVAL = 500;
/** Milliseconds without an answer after which it counts as silent. */
const SILENCE = 1_000;
/** Milliseconds without anybody waiting after which its own connection is given up. */
const IDLE = 10_000;

export const SILENT = "Connection terminated: the database gives no answer";

/** Knows whether a database answers at all, which no single query that takes long can tell. */
export interface DatabaseWatch {
  /** Whether it has fallen silent, and has not answered since. */
  isSilent(): boolean;
  /** Somebody waits for it, until the returned call; `leave` is called when it falls silent. */
  wait(leave: () => void): () => void;
  close(): Promise<void>;
}

/**
 * Asks the database over a connection of its own while anybody waits for it. A server that is
 * frozen, or a network that swallows everything, is noticed within some 1.5 s, long before the
 * limits of single queries; one that refuses is not silent, and tells so by itself.
 */
export function watchDatabase(url: string): DatabaseWatch {
  const waiting = new Set<() => void>();
  let silent = false;
  let closed = false;
  let looking = false;
  let idleSince = 0;
  let client: pg.Client | null = null;

  async function ask(): Promise<void> {
    const asked =
      client ?? new pg.Client({ connectionString: url, application_name: "autoleads watch" });
    if (!client) {
      client = asked;
      asked.on("error", () => {});
      await asked.connect();
    }
    await asked.query("SELECT 1");
  }

  async function giveUp(): Promise<void> {
    const gone = client;
    client = null;
    await gone?.end().catch(() => {});
  }

  /** Whether it answers in time, be it with an error. */
  async function answers(): Promise<boolean> {
    const answer = ask().then(
      () => true,
      () => giveUp().then(() => true),
    );
    const late = Bun.sleep(SILENCE).then(async () => {
      // What has arrived while this process was busy itself is read before it counts as missing.
      await new Promise((resolve) => setTimeout(resolve, 20));
      return false;
    });
    return Promise.race([answer, late]);
  }

  async function look(): Promise<void> {
    while (!closed) {
      await pause(INTERVAL, undefined, { ref: false });
      if (closed) return;
      if (waiting.size === 0 && !silent) {
        if (performance.now() - idleSince > IDLE) return giveUp();
        continue;
      }
      const wasSilent = silent;
      silent = !(await answers());
      if (!silent) continue;
      void giveUp();
      if (!wasSilent || waiting.size > 0) for (const leave of [...waiting]) leave();
    }
  }

  return {
    isSilent: () => silent,
    wait: (leave) => {
      waiting.add(leave);
      if (!looking) {
        looking = true;
        void look().finally(() => {
          looking = false;
        });
      }
      return () => {
        waiting.delete(leave);
        if (waiting.size === 0) idleSince = performance.now();
      };
    },
    close: async () => {
      closed = true;
      await giveUp();
    },
  };
}
